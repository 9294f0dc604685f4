"""The list of people over the API, for agents."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Page
from deskbell.core.problems import NotAllowed, TooManyRequests, problems
from deskbell.permissions.ceiling import CountRecords
from deskbell.permissions.checking import require
from deskbell.search.people import queries
from deskbell.search.people.schemas import PeopleQuery, PersonFound

router = APIRouter(prefix="/v1/people", tags=["users"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]


@router.get("", responses=problems(NotAllowed, BadCursor, TooManyRequests))
async def list_people(
    query: Annotated[PeopleQuery, Query()], actor: CanView, reader: Reader, count_records: CountRecords
) -> Page[PersonFound]:
    """Find people by name, address or number, by user group and by organization; what is given combines.

    Each comes with groups, organizations and the ticket that changed last, as far as you may see them.
    Agents find customers, and themselves; admins everybody. A group or an organization that you can't see
    has nobody in it.
    """
    require(actor, "people.view")
    page = await queries.page_of_people(reader, actor, query)
    await count_records(actor, len(page.items))
    return page
