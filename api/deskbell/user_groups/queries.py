"""Which groups somebody is in, and what these allow: the one place where customers' permissions are read.

Agents and admins in their panels are no customers: there, agents' permissions decide.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotAllowed
from deskbell.user_groups.models import GroupKind, UserGroup, UserGroupMember, UserGroupPermission
from deskbell.users.models import User

ENTER: Final = "support_center.enter"
OUTSIDE: Final = frozenset(
    {
        ENTER,
        "tickets.submit_by_email",
        "tickets.reopen",
        "tickets.receive_autoresponse",
        "chat.start",
        "calls.start",
        "news.subscribe",
    }
)
"""What is done outside of the support center, too; everything else needs `ENTER` as well."""

# Names of their own, so that they mean the same inside of any statement.
_Group = aliased(UserGroup, name="reading_group")
_Member = aliased(UserGroupMember, name="reading_member")
_Reader = aliased(User, name="reader")


def groups_of(actor: Actor) -> Select[int]:
    """The numbers of the groups that count for the actor where they act as a customer.

    Everyone's for whoever is not signed in, the holder of a ticket's link among them; *Registered* for
    claimed accounts, and for whoever is in any other group, because those inherit it.
    """
    if actor.level is Level.guest:
        return select(_Group.id).where(_Group.kind == GroupKind.everyone.value)
    return _groups_of_account(_asked(actor.user_id))


def _asked(user_id: int | None) -> BindParameter[int | None]:
    return bindparam("actor_user_id", user_id, type_=BigInteger)


def _groups_of_account(user_id: SQLColumnExpression[Any], *outer: FromClause) -> Select[int]:
    """The groups that count for an account, which may be a column of the statements around this one."""
    joined = select(_Member.group_id).where(_Member.user_id == user_id).correlate(*outer)
    claimed = select(_Reader.id).where(_Reader.id == user_id, _Reader.claimed_at.is_not(None))
    registered = (_Group.kind == GroupKind.registered.value) & (
        claimed.correlate(*outer).exists() | joined.exists()
    )
    counts = or_(_Group.kind == GroupKind.everyone.value, registered, _Group.id.in_(joined))
    return select(_Group.id).where(counts).correlate(*outer)


def granted_to(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whether a customer's permission is the actor's, as a condition of any statement."""
    return true() if _is_no_customer(actor) else _granted(permission, groups_of(actor))


def granted_to_account(
    user_id: SQLColumnExpression[Any], permission: str, *outer: FromClause
) -> ColumnElement[bool]:
    """The same for an account without a sign-in, by the number in a column of `outer`, or by a parameter."""
    return _granted(permission, _groups_of_account(user_id, *outer), *outer)


def _granted(permission: str, groups: Select[int], *outer: FromClause) -> ColumnElement[bool]:
    names = (permission, ENTER) if permission not in OUTSIDE else (permission,)
    return and_(
        *(
            select(UserGroupPermission.group_id)
            .where(UserGroupPermission.permission == name, UserGroupPermission.group_id.in_(groups))
            .correlate(*outer)
            .exists()
            for name in names
        )
    )


def enters(*where_a_customer: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the account of a statement may enter the support center, where any condition says it would."""
    granted = granted_to_account(User.id, ENTER, User.__table__)
    return case((or_(*where_a_customer), granted), else_=true())


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


@cache
def _asking(permission: str) -> Prepared:
    granted = granted_to(Actor(kind="user", level=Level.user), permission)
    return Prepared(select(literal_column("1").label("answer")).where(granted))


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
    return bool(await _asking(permission).all(source, {"actor_user_id": user_id}))


async def system_accounts_holding(
    source: Source, user_ids: Sequence[int], permissions: Sequence[str]
) -> dict[int, frozenset[str]]:
    """Which of these permissions each account's groups have; those of number 0 are Everyone's."""
    found: dict[int, set[str]] = {each: set() for each in user_ids}
    for row in await _holding(tuple(permissions)).all(source, {"user_ids": list(user_ids)}):
        found[row["id"]].update(name for name in permissions if row[name])
    return {number: frozenset(names) for number, names in found.items()}


@cache
def _holding(permissions: tuple[str, ...]) -> Prepared:
    numbers = func.unnest(bindparam("user_ids", type_=ARRAY(BigInteger)))
    asked = numbers.table_valued("id", name="asked").render_derived()
    number = cast(asked.c.id, BigInteger)
    columns = (granted_to_account(number, each, asked).label(each) for each in permissions)
    return Prepared(select(asked.c.id, *columns).select_from(asked))


@cache
def _groups() -> Prepared:
    return Prepared(_groups_of_account(_asked(None)))


async def groups_of_reader(source: Source, actor: Actor) -> frozenset[int]:
    """The numbers of the groups that count for the actor; of a ticket's link, those of its requester."""
    rows = await _groups().all(source, {"actor_user_id": actor.user_id})
    return frozenset(row["id"] for row in rows)


async def require_customer(source: Source, actor: Actor, permission: str) -> None:
    """Refuse the actor without a customer's permission: `NotAllowed`."""
    if not await holds(source, actor, permission):
        signed_in = actor.level is not Level.guest
        raise NotAllowed(
            "None of your groups has this permission." if signed_in else "Sign in with an account that may."
        )
