"""Merging and erasing people over the API."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotAllowed, NotFound, problems
from deskbell.files.addresses import FileSigner, Signer
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.problems import ConfirmationNeeded
from deskbell.tickets.people import queries
from deskbell.tickets.people.actions.erase import erase_user as erase
from deskbell.tickets.people.actions.export import order_export
from deskbell.tickets.people.actions.merge import merge_users, undo_merge
from deskbell.tickets.people.problems import MergeNotUndoable, NotMergeable, SamePerson
from deskbell.tickets.people.schemas import DataExportRead, UserMergeCreate, UserMergeRead
from deskbell.users.problems import LastAdmin, NotYourself

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["users"])

CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanMerge = Annotated[Actor, requires(Act.people_merge, scope="agent")]
CanErase = Annotated[Actor, requires(Act.people_erase, scope="agent")]
CanExport = Annotated[Actor, requires(Act.people_export, scope="agent", people_only=True)]
OwnDoor = Annotated[Actor, requires(Act.own_account, scope="user", people_only=True)]


@router.get("/users/{user_id}/merges", responses=problems(NotFound))
async def list_user_merges(user_id: PathId, actor: CanView, reader: Reader) -> Page[UserMergeRead]:
    """The accounts that were merged into this one, the newest first."""
    return whole(await queries.merges_of(reader, actor, user_id))


@router.post(
    "/users/{user_id}/merge",
    status_code=201,
    responses=problems(NotFound, NotAllowed, SamePerson, NotMergeable),
)
async def create_user_merge(
    user_id: PathId, body: UserMergeCreate, actor: CanMerge, session: Session
) -> UserMergeRead:
    """Merge another account of the same person into this one; it can be undone for 14 days.

    Its addresses prove nothing until each is verified anew; groups and organizations stay behind. Agents
    merge customers only.
    """
    await queries.merges_of(session, actor, user_id)
    await queries.merges_of(session, actor, body.merged_id)
    number = await merge_users(session, actor, user_id, body.merged_id)
    return next(each for each in await queries.merges_of(session, actor, user_id) if each.id == number)


@router.delete(
    "/user-merges/{merge_id}", status_code=204, responses=problems(NotFound, NotAllowed, MergeNotUndoable)
)
async def delete_user_merge(merge_id: PathId, actor: CanMerge, session: Session) -> None:
    """Undo a merge: both accounts have again what was theirs."""
    await undo_merge(session, actor, merge_id)


@router.post("/users/me/exports", status_code=202, responses=problems(ConfirmationNeeded))
async def create_my_export(actor: OwnDoor, session: Session, signer: Signer) -> DataExportRead:
    """Have everything written down that is known of you; `GET /v1/data-exports/{export_id}` has it."""
    await refuse_unconfirmed(session, actor)
    return await _export(session, actor, await order_export(session, actor, actor.account_id), signer)


@router.post(
    "/users/{user_id}/exports", status_code=202, responses=problems(NotFound, NotAllowed, ConfirmationNeeded)
)
async def create_user_export(
    user_id: PathId, actor: CanExport, session: Session, signer: Signer
) -> DataExportRead:
    """Have everything written down that is known of a person. Agents export customers only."""
    await queries.merges_of(session, actor, user_id)
    await refuse_unconfirmed(session, actor)
    return await _export(session, actor, await order_export(session, actor, user_id), signer)


@router.get("/data-exports/{export_id}", responses=problems(NotFound))
async def get_data_export(
    export_id: PathId, actor: OwnDoor, reader: Reader, signer: Signer
) -> DataExportRead:
    """An export that you asked for, and the file's address once it is ready; it is gone after a day."""
    return await _export(reader, actor, export_id, signer)


@router.delete("/users/me", status_code=204, responses=problems(ConfirmationNeeded, NotYourself, LastAdmin))
async def delete_me(actor: OwnDoor, session: Session) -> None:
    """Have yourself erased, for good; your tickets stay, as nobody's. Agents and admins ask an admin."""
    await refuse_unconfirmed(session, actor)
    await erase(session, actor, actor.account_id)


@router.delete(
    "/users/{user_id}", status_code=204, responses=problems(NotFound, NotAllowed, NotYourself, LastAdmin)
)
async def delete_user(user_id: PathId, actor: CanErase, session: Session) -> None:
    """Erase a person, for good: who it was is forgotten, and the tickets stay, as nobody's.

    Name, addresses and numbers are taken out of the texts of the person's tickets, too. Agents erase
    customers only.
    """
    await queries.merges_of(session, actor, user_id)
    await erase(session, actor, user_id)


async def _export(
    source: AsyncSession | AsyncConnection, actor: Actor, export_id: int, signer: FileSigner
) -> DataExportRead:
    found = await queries.one_export(source, actor, export_id)
    if found is None:
        raise NotFound
    return DataExportRead(
        id=found.id,
        user_id=found.user_id,
        created_at=found.created_at,
        ready_at=found.ready_at,
        url=found.file_id and signer(actor, found.file_id),
    )
