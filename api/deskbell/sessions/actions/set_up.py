"""Setting the helpdesk up: its first admin, its name, its default department."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.departments.actions.create import ensure_default_department
from deskbell.events.record import record
from deskbell.sessions.actions.set_password import set_password
from deskbell.sessions.actions.start import Started, start_session
from deskbell.sessions.browser import Browser
from deskbell.sessions.links import LinkPurpose, use_link
from deskbell.sessions.problems import AlreadySetUp, LinkNotValid
from deskbell.sessions.schemas import SetUp
from deskbell.sessions.services import SignInServices
from deskbell.settings.actions.change import change_section
from deskbell.settings.events import HelpdeskSetUp
from deskbell.settings.schemas import HelpdeskSettings
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.create import create_user
from deskbell.users.queries import system_has_admin, system_lock_ladder


async def set_up(session: AsyncSession, services: SignInServices, browser: Browser, wanted: SetUp) -> Started:
    """Make the first admin and sign them in. Raises `LinkNotValid`, `AlreadySetUp`, `PasswordTooWeak`."""
    await system_lock_ladder(session)
    if await use_link(session, LinkPurpose.setup, wanted.token) is None:
        raise LinkNotValid
    if await system_has_admin(session):
        raise AlreadySetUp
    actor = Actor(kind="system", level=Level.admin)
    user = await create_user(session, actor, name=wanted.name, address=wanted.email)
    await set_password(session, actor, services.passwords, user.id, wanted.password, pointer="/password")
    department_id = await ensure_default_department(session, actor)
    await change_level(session, actor, user.id, Level.admin)
    await change_section(session, actor, HelpdeskSettings, {"name": wanted.helpdesk_name})
    await record(session, actor, HelpdeskSetUp(user_id=user.id, department_id=department_id))
    return await start_session(session, services, browser, user.id, Level.admin)
