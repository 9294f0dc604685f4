"""Who may do this, and what may this person do: the two searches around *why*."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.asking import is_allowed
from deskbell.access.explaining import granted_sets
from deskbell.access.formula import Facts, Question, formula
from deskbell.access.grants import Thing, paths
from deskbell.access.queries import (
    articles_seen,
    system_account,
    system_accounts_after,
    system_names,
    system_organizations_shared,
)
from deskbell.access.schemas import AccessPerson, HeldPermission, PersonAccess
from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.permissions.queries import system_actor_of
from deskbell.permissions.registry import PERMISSIONS
from deskbell.tickets.explaining.queries import system_concerned, tickets_seen

AT_ONCE: Final = 500
MOST_LOOKED_AT: Final = 5_000


async def people_who_may(
    session: AsyncSession,
    _actor: Actor,
    permission: str | None,
    act: str,
    thing: Thing | None,
    *,
    cursor: str | None,
    limit: int,
) -> Page[AccessPerson]:
    """A page of those who may, each on their own level, by number; the product is asked about each.

    Customers in the same groups are asked about once, but of a ticket, which only few of them see.
    """
    last = 0 if cursor is None else decode_cursor(cursor, int)[0]
    only = await system_concerned(session, thing[1]) if thing and thing[0] == "ticket" else None
    found: list[AccessPerson] = []
    known: dict[Any, bool] = {}
    for _ in range(0, MOST_LOOKED_AT, AT_ONCE):
        rows = await system_accounts_after(session, last, only, AT_ONCE)
        for row in rows:
            last = row.id
            key = row.id if only is not None or row.level > Level.user else (tuple(row.groups), row.claimed)
            if key not in known:
                question = Question(row.id, _door(row, permission), permission, act, thing)
                known[key] = await is_allowed(session, question)
            if known[key]:
                found.append(AccessPerson(person=Ref(id=row.id, name=row.name), level=Level(row.level).name))
            if len(found) == limit:
                return Page[AccessPerson](items=found, next_cursor=encode_cursor(last), total=None)
        if len(rows) < AT_ONCE:
            return Page[AccessPerson](items=found, next_cursor=None, total=None)
    return Page[AccessPerson](items=found, next_cursor=encode_cursor(last), total=None)


def _door(row: Row[Any], permission: str | None) -> Level:
    """Where it is done: what customers hold, in the support center."""
    customers = permission is not None and _AUDIENCE[permission] == "customer"
    return Level.user if customers else Level(row.level)


_AUDIENCE: Final = {each.name: each.audience for each in PERMISSIONS}


async def access_of(session: AsyncSession, asker: Actor, user_id: int, door: Level | None) -> PersonAccess:
    """All that a person may do behind a door, with where it comes from, and how much they see there.

    Raises `NotFound`.
    """
    account = await system_account(session, user_id)
    if account is None:
        raise NotFound
    level = min(account.level, door or account.level)
    found = []
    for each in PERMISSIONS:
        behind = Level.user if each.audience == "customer" else level
        question = Question(user_id, behind, each.name)
        held = paths(formula(question, Facts(account)))
        if held:
            found.append((each, held))
    things = {thing for _, held in found for one in held for grant in one for thing in grant.things}
    names = await system_names(session, things)
    actor = await system_actor_of(session, user_id, level)
    able = actor.level > Level.guest
    return PersonAccess(
        door=level.name,
        permissions=[
            HeldPermission(permission=each.name, title=each.title, paths=granted_sets(held, names, asker))
            for each, held in found
        ],
        tickets=await tickets_seen(session, actor) if able else 0,
        articles=await articles_seen(session, actor) if able else 0,
        organizations=await _organizations(session, actor, user_id),
        departments=await _departments(session, actor.departments),
    )


async def _organizations(session: AsyncSession, actor: Actor, user_id: int) -> list[Ref]:
    """Whose tickets a customer sees beside their own."""
    return await system_organizations_shared(session, user_id) if actor.level is Level.user else []


async def _departments(session: AsyncSession, numbers: Sequence[int]) -> list[Ref]:
    names = await system_names(session, (("department", each) for each in numbers))
    return sorted((Ref(id=number, name=name) for (_, number), name in names.items()), key=lambda r: r.name)
