"""Which groups somebody is in, and what these allow: the one place where customers' permissions are read.

Agents and admins in their panels are no customers: there, agents' permissions decide.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskbell.core.auth import GUEST, Actor, Level
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotAllowed
from deskbell.user_groups.models import GroupKind, UserGroup, UserGroupMember, UserGroupPermission
from deskbell.users.models import User

_SOMEBODY = Actor(kind="user", level=Level.user)

# Names of their own, so that they mean the same inside of any statement.
_Group = aliased(UserGroup, name="reading_group")
_Member = aliased(UserGroupMember, name="reading_member")
_Reader = aliased(User, name="reader")


def groups_of(actor: Actor) -> Select[int]:
    """The numbers of the groups that count for the actor where they act as a customer.

    Everyone's for whoever is not signed in, the holder of a ticket's link among them; *Registered* for
    claimed accounts, and for whoever is in any other group, because those inherit it.
    """
    kind = _Group.kind
    if actor.level is Level.guest:
        return select(_Group.id).where(kind == GroupKind.everyone.value)
    user_id = bindparam("actor_user_id", actor.user_id, type_=BigInteger)
    joined = select(_Member.group_id).where(_Member.user_id == user_id)
    claimed = exists().where(_Reader.id == user_id, _Reader.claimed_at.is_not(None))
    registered = (kind == GroupKind.registered.value) & (claimed | joined.exists())
    return select(_Group.id).where(or_(kind == GroupKind.everyone.value, registered, _Group.id.in_(joined)))


def granted_to(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whether a customer's permission is the actor's, as a condition of any statement."""
    if _is_no_customer(actor):
        return true()
    return exists().where(
        UserGroupPermission.permission == permission, UserGroupPermission.group_id.in_(groups_of(actor))
    )


def in_audience(
    column: InstrumentedAttribute[int], audience: InstrumentedAttribute[int], actor: Actor
) -> ColumnElement[bool]:
    """Whether a thing is for the actor: one that names no groups is for whoever may see its parent.

    `column` is the thing's number, `audience` the same number in the table of its audience. What the parent
    allows is the caller's to add: a child only narrows it.
    """
    if _is_no_customer(actor):
        return true()
    named = exists().where(audience == column)
    mine = exists().where(audience == column, audience.class_.group_id.in_(groups_of(actor)))
    return or_(~named, mine)


def _is_no_customer(actor: Actor) -> bool:
    return actor.is_staff or actor.kind == "system"


def _asking(actor: Actor) -> Prepared:
    wanted = bindparam("permission", type_=String)
    granted = exists().where(
        UserGroupPermission.permission == wanted, UserGroupPermission.group_id.in_(groups_of(actor))
    )
    return Prepared(select(literal_column("1").label("answer")).where(granted))


_OF_GUESTS, _OF_SOMEBODY = _asking(GUEST), _asking(_SOMEBODY)


async def holds(source: Source, actor: Actor, permission: str) -> bool:
    """Whether a customer's permission is the actor's at this moment."""
    if _is_no_customer(actor):
        return True
    user_id = None if actor.level is Level.guest else actor.user_id
    return await system_account_holds(source, user_id, permission)


async def system_account_holds(source: Source, user_id: int | None, permission: str) -> bool:
    """Whether an account's groups have the permission; Everyone's where there is no account.

    For what comes without a sign-in, by mail or by a ticket's link: it opens no reading.
    """
    asking = _OF_GUESTS if user_id is None else _OF_SOMEBODY
    values: dict[str, Any] = {"permission": permission, "actor_user_id": user_id}
    return bool(await asking.all(source, values))


async def require_customer(source: Source, actor: Actor, permission: str) -> None:
    """Refuse the actor without a customer's permission: `NotAllowed`."""
    if not await holds(source, actor, permission):
        signed_in = actor.level is not Level.guest
        raise NotAllowed(
            "None of your groups has this permission." if signed_in else "Sign in with an account that may."
        )
