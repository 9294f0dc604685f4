"""Going on with a visit: tokens for it, by the cookie of the agent's own session."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Ref
from deskbell.permissions.queries import system_comes_from_inside
from deskbell.sessions.actions.refresh import GRACE
from deskbell.sessions.browser import Browser
from deskbell.sessions.links import stored
from deskbell.sessions.models import Visit
from deskbell.sessions.problems import AddressNotAllowed, SessionOver
from deskbell.sessions.queries import system_session_for_update, system_token
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.services import SignInServices
from deskbell.sessions.tokens import Visiting, signed_in
from deskbell.users.models import User
from deskbell.users.queries import me


async def go_on(session: AsyncSession, services: SignInServices, browser: Browser, visit_id: int) -> SignedIn:
    """A token for the next minutes of a visit; the cookie is not used up.

    Whether both may still is asked at every request. Raises `SessionOver`, `AddressNotAllowed`.
    """
    visit = await session.get(Visit, visit_id)
    known = await system_token(session, stored(browser.cookie)) if browser.cookie else None
    if visit is None or visit.session_id is None or known is None or not known.alive:
        raise SessionOver
    is_present = known.since_rotation is None or known.since_rotation < GRACE
    if not is_present or known.app_id is not None or known.session_id != visit.agent_session_id:
        raise SessionOver
    if not await system_comes_from_inside(session, visit.agent_id, browser.address):
        raise AddressNotAllowed("Ask an admin from where you may.")
    own = await system_session_for_update(session, visit.session_id)
    agent = await session.scalar(select(User.name).where(User.id == visit.agent_id))
    if own is None or agent is None:
        raise SessionOver
    actor = Actor(kind="user", level=Level.user, user_id=visit.user_id, session_id=own.id)
    visiting = Visiting(Ref(id=visit.agent_id, name=agent), known.session_id, own.expires_at)
    return signed_in(services, own.id, Level.user, await me(session, actor), visit=visiting)
