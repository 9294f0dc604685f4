"""Signing in as a customer over the API."""

from typing import Annotated

from fastapi import APIRouter, Depends

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotAllowed, NotFound, problems
from deskbell.permissions.checking import require
from deskbell.sessions.browser import Browser, browser_of, reach_of
from deskbell.sessions.problems import AddressNotAllowed, OriginNotAllowed, ScopeNotGranted, SessionOver
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.services import Services
from deskbell.sessions.visits import queries
from deskbell.sessions.visits.actions.begin import begin_visit
from deskbell.sessions.visits.actions.go_on import go_on
from deskbell.sessions.visits.problems import AccountNotOpen
from deskbell.sessions.visits.schemas import VisitCreate, VisitRead

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["sessions"])

Anyone = Annotated[Actor, requires(Act.sign_in, scope="guest")]
CanVisit = Annotated[Actor, requires(Act.people_sign_in_as, scope="agent", people_only=True)]
CanSee = Annotated[Actor, requires(Act.people_sign_in_as, scope="agent")]
Caller = Annotated[Browser, Depends(browser_of)]


@router.post(
    "/users/{user_id}/visits", status_code=201, responses=problems(NotFound, NotAllowed, AccountNotOpen)
)
async def create_visit(
    user_id: PathId, body: VisitCreate, actor: CanVisit, browser: Caller, session: Session
) -> VisitRead:
    """Sign in as a customer, for an hour at most, to see the support center as they do.

    Needs `people.sign_in_as`; never as an agent or an admin. What is seen and done there is what both may,
    and every event names both. Tokens are at `POST /v1/sessions/visits/{visit_id}/refresh`, for the browser
    in which you are signed in. It ends with your own session, and as soon as either account may not go on.
    """
    number = await begin_visit(session, browser, actor, user_id, body.reason)
    page = await queries.page_of_visits(session, actor, user_id, cursor=None, limit=1, visit_id=number)
    return page.items[0]


@router.get("/users/{user_id}/visits", responses=problems(NotAllowed, BadCursor))
async def list_visits(
    user_id: PathId, actor: CanSee, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[VisitRead]:
    """Who was signed in as this customer, when and why, the newest first. Needs `people.sign_in_as`."""
    require(actor, queries.PERMISSION)
    return await queries.page_of_visits(reader, actor, user_id, cursor=cursor, limit=limit)


@router.post(
    "/sessions/visits/{visit_id}/refresh",
    responses=problems(OriginNotAllowed, ScopeNotGranted, AddressNotAllowed, SessionOver),
)
@keeps_no_answer
async def refresh_visit(
    visit_id: PathId, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> SignedIn:
    """Get a token for a visit, by the cookie of the session in which it was begun."""
    reach_of(services.settings, browser, "user")
    return await go_on(session, services, browser, visit_id)
