"""Restricting agents: what stands beside grants and cuts down."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.preconditions import as_seen
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.actions.terms import terms_of
from deskbell.permissions.events import UserRestrictionsChanged
from deskbell.permissions.models import Restricted
from deskbell.permissions.problems import AdminNotRestricted
from deskbell.permissions.schemas import RestrictionsWrite
from deskbell.users.problems import NotAnAgent
from deskbell.users.queries import system_user_for_update

Field = Literal["addresses", "second_factor_required", "expires_at", "records_an_hour"]
_FIELDS: tuple[Field, ...] = ("addresses", "second_factor_required", "expires_at", "records_an_hour")


def set_restrictions(of: Restricted, wanted: RestrictionsWrite) -> list[Field]:
    """Take over what is wanted; which of it is another than before."""
    changed: list[Field] = []
    for name in _FIELDS:
        value = getattr(wanted, name)
        if name == "addresses":
            value = sorted(set(value))
            same = [str(each) for each in of.addresses] == value
        else:
            same = getattr(of, name) == value
        if not same:
            setattr(of, name, value)
            changed.append(name)
    return changed


async def restrict(
    session: AsyncSession, actor: Actor, user_id: int, wanted: RestrictionsWrite, seen: int | None
) -> None:
    """Restrict an agent exactly so. Raises `NotFound`, `NotAnAgent`, `AdminNotRestricted`, `StaleVersion`."""
    user = await system_user_for_update(session, user_id)
    if user is None:
        raise NotFound
    if user.level < Level.agent:
        raise NotAnAgent
    if user.level >= Level.admin:
        raise AdminNotRestricted
    terms = as_seen(await terms_of(session, user_id), seen)
    changed = set_restrictions(terms, wanted)
    if changed:
        terms.version += 1
        await session.flush()
        await record(session, actor, UserRestrictionsChanged(user_id=user_id, fields=changed))
