"""The knowledge base's categories over the API."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from deskbell.content.knowledge import queries
from deskbell.content.knowledge.actions import change_category, remove_category, set_audience
from deskbell.content.knowledge.problems import (
    CircularParent,
    IncompleteOrder,
    NoSuchCategory,
    NoSuchGroup,
    PlacePutAway,
    SlugTaken,
)
from deskbell.content.knowledge.schemas import (
    AudienceUpdate,
    CategoryCreate,
    CategoryOrderUpdate,
    CategoryRead,
    CategoryUpdate,
)
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, Ref, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems

router = APIRouter(prefix="/v1/knowledge", route_class=IdempotentRoute, tags=["knowledge"])

CanView = Annotated[Actor, requires(Act.content_view, scope="guest")]
CanWrite = Annotated[Actor, requires(Act.content_write, scope="agent")]
CanPublish = Annotated[Actor, requires(Act.content_publish, scope="agent")]
PutAway = Annotated[bool, Query(description="Instead those that were put away, for agents who may write.")]
SlugPath = Annotated[Text, Path(max_length=200, description="The end of its address, also a former one.")]


@router.get("/categories")
async def list_categories(
    actor: CanView,
    reader: Reader,
    deleted: PutAway = False,  # noqa: FBT002 - a parameter of the query
) -> Page[CategoryRead]:
    """Every category that you may see, each before what stands in it."""
    return whole(await queries.categories(reader, actor, deleted=deleted))


@router.get("/audience-groups")
async def list_audience_groups(actor: CanPublish, reader: Reader) -> Page[Ref]:
    """The groups of customers that an audience can name. Empty for those who may not choose one."""
    return whole(await queries.groups(reader, actor))


@router.get("/categories/{category_id}", responses=problems(NotFound))
async def get_category(category_id: PathId, actor: CanView, reader: Reader) -> CategoryRead:
    """One category. 404 also where it exists, but is not for you: the answers are the same."""
    return await queries.one_category(reader, actor, category_id)


@router.get("/categories/by-slug/{slug}", responses=problems(NotFound))
async def get_category_by_slug(slug: SlugPath, actor: CanView, reader: Reader) -> CategoryRead:
    """The category of an address; one that had it before is given with the address that it has now."""
    return await queries.category_of_slug(reader, actor, slug)


@router.post("/categories", status_code=201, responses=problems(NotAllowed, NoSuchCategory, SlugTaken))
async def create_category(body: CategoryCreate, actor: CanWrite, session: Session) -> CategoryRead:
    """Make a category, the last in its place. It is for agents until an audience is chosen.

    Needs the permission `content.write`.
    """
    made = await change_category.create_category(session, actor, body)
    return await queries.one_category(session, actor, made)


@router.put("/categories/order", status_code=204, responses=problems(NotAllowed, IncompleteOrder))
async def set_category_order(body: CategoryOrderUpdate, actor: CanPublish, session: Session) -> None:
    """Put the categories of one place into this order. Needs `content.publish`."""
    await change_category.order_categories(session, actor, body.parent_id, body.ids)


@router.patch(
    "/categories/{category_id}",
    responses=problems(NotFound, NotAllowed, StaleVersion, NoSuchCategory, CircularParent, SlugTaken),
)
async def update_category(
    category_id: PathId, body: CategoryUpdate, actor: CanPublish, session: Session, seen: SeenVersion
) -> CategoryRead:
    """Rename a category, or move it with all that is in it. Needs `content.publish`."""
    await change_category.change_category(session, actor, category_id, body, seen)
    return await queries.one_category(session, actor, category_id)


@router.put(
    "/categories/{category_id}/audience", responses=problems(NotFound, NotAllowed, StaleVersion, NoSuchGroup)
)
async def set_category_audience(
    category_id: PathId, body: AudienceUpdate, actor: CanPublish, session: Session, seen: SeenVersion
) -> CategoryRead:
    """Choose for whom a category is, of those who may see the one above. Needs `content.publish`."""
    await set_audience.set_category_audience(session, actor, category_id, body, seen)
    return await queries.one_category(session, actor, category_id)


@router.delete(
    "/categories/{category_id}", status_code=204, responses=problems(NotFound, NotAllowed, StaleVersion)
)
async def delete_category(
    category_id: PathId, actor: CanPublish, session: Session, seen: SeenVersion
) -> None:
    """Put a category away with all that is in it; it can be restored. Needs `content.publish`."""
    await remove_category.delete_category(session, actor, category_id, seen)


@router.post("/categories/{category_id}/restore", responses=problems(NotFound, NotAllowed, PlacePutAway))
async def restore_category(category_id: PathId, actor: CanPublish, session: Session) -> CategoryRead:
    """Bring back a category that was put away, with all that is in it."""
    await remove_category.restore_category(session, actor, category_id)
    return await queries.one_category(session, actor, category_id)
