"""Looking at a change of rights before it is made: it is made, compared, and undone."""

from collections import defaultdict
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.changes import RightsChange
from deskbell.access.effects.comparing import (
    Effect,
    EffectKind,
    Effects,
    Side,
    changed,
    of_agents,
    of_an_organization,
    of_customers,
    of_their_tickets,
    pair,
)
from deskbell.access.effects.queries import (
    ClassKey,
    CustomerClass,
    system_agents,
    system_customers,
    system_sharing,
)
from deskbell.access.queries import system_names
from deskbell.access.schemas import AccessEffect, AccessPreview, EffectExample, EffectSide
from deskbell.access.trying import undone
from deskbell.core.auth import Act, Actor
from deskbell.core.pagination import Ref
from deskbell.permissions.registry import PERMISSIONS
from deskbell.tickets.explaining.queries import system_apart, system_cells, system_shared
from deskbell.tickets.standing import Place

MOST_AGENTS: Final = 200
SECONDS: Final = 4
CANCELED: Final = "57014"
_TITLES: Final = {each.name: each.title for each in PERMISSIONS}
_ORDER: Final = {each.name: place for place, each in enumerate(PERMISSIONS)}
_KINDS: Final[tuple[EffectKind, ...]] = ("permission", "tickets", "articles")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rights:
    """Everybody's, at one moment; null is what took too long to look at."""

    agents: dict[int, Actor]
    customers: tuple[dict[ClassKey, CustomerClass], bool] | None
    sharing: dict[Act, frozenset[int]]


async def preview(session: AsyncSession, actor: Actor, change: RightsChange) -> AccessPreview:
    """Who would gain and lose what. Raises what making the change raises; nothing of it stays."""
    async with undone(session):
        before = await _look(session, change)
        await change.make(session, actor)
        await session.flush()
        after = await _look(session, change)
        effects: Effects = {}
        complete = await _compare(session, change, effects, before, after)
    return await _shown(session, effects, complete=complete)


async def _look(session: AsyncSession, change: RightsChange) -> Rights:
    number = getattr(change, "organization_id", None)
    apart = [*getattr(change, "add", ()), *getattr(change, "remove", ())]
    if number is not None:
        return Rights({}, None, await system_sharing(session, number))
    agents = await system_agents(session)
    return Rights(agents, await _in_time(session, system_customers(session, apart)), {})


async def _in_time(session: AsyncSession, looking: Awaitable[T]) -> T | None:
    """What it finds; nothing where it takes longer than an admin waits."""
    try:
        async with session.begin_nested():
            await session.execute(text(f"set local statement_timeout = {SECONDS * 1000}"))
            found = await looking
            await session.execute(text("set local statement_timeout = 0"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != CANCELED:
            raise
        return None
    return found


async def _compare(
    session: AsyncSession, change: RightsChange, effects: Effects, before: Rights, after: Rights
) -> bool:
    """Fill in what changes; whether that is all of it."""
    number = getattr(change, "organization_id", None)
    if number is not None:
        await _organization(session, effects, number, before, after)
        return True
    complete = before.customers is not None and after.customers is not None
    if before.customers is not None and after.customers is not None:
        of_customers(effects, before.customers[0], after.customers[0])
        complete = before.customers[1] and after.customers[1]
    of_agents(effects, before.agents, after.agents)
    numbers = changed(before.agents, after.agents)
    cells = await _in_time(session, system_cells(session, Act.view)) if numbers else []
    if cells is None:
        return False
    shown = numbers[:MOST_AGENTS]
    singly = await _apart(session, shown)
    for each in shown:
        was, now = pair(before.agents, after.agents, each)
        of_their_tickets(
            effects, was, now, [(cell[0], cell[1], cell[2], cell[3]) for cell in cells], singly[each]
        )
    return complete and len(shown) == len(numbers)


async def _apart(session: AsyncSession, numbers: Sequence[int]) -> dict[int, list[Place]]:
    """The tickets that agents follow or were let in to."""
    found: dict[int, list[Place]] = defaultdict(list)
    for row in await system_apart(session, numbers, Act.view):
        user_id, ticket_id, department_id, assignee_id, team_id, followed, let_in = row
        mine = frozenset({user_id})
        place = Place(
            ticket_id,
            department_id,
            0,
            assignee_id,
            team_id,
            mine if followed else frozenset(),
            mine if let_in else frozenset(),
        )
        found[user_id].append(place)
    return found


async def _organization(
    session: AsyncSession, effects: Effects, organization_id: int, before: Rights, after: Rights
) -> None:
    """On which tickets of the others an organization's people gain and lose what."""
    for act, now in after.sharing.items():
        was = before.sharing[act]
        people = sorted(was ^ now)
        counts = await system_shared(session, organization_id, people, followed=act is Act.view)
        gained = {each: counts[each] for each in people if each in now}
        lost = {each: counts[each] for each in people if each in was}
        of_an_organization(effects, act, gained, lost)


async def _shown(session: AsyncSession, effects: Effects, *, complete: bool) -> AccessPreview:
    sides = [side for each in effects.values() for side in (each.gained, each.lost)]
    people = {number for side in sides for number, _ in side.examples}
    named = await system_names(session, (("user", number) for number in people))
    names = {number: name for (_, number), name in named.items()}
    ordered = sorted(
        effects.items(), key=lambda each: (_KINDS.index(each[0][0]), _ORDER.get(each[0][1], 0), each[0][1])
    )
    return AccessPreview(
        effects=[_effect(kind, name, each, names) for (kind, name), each in ordered], complete=complete
    )


def _effect(kind: EffectKind, name: str, effect: Effect, names: dict[int, str]) -> AccessEffect:
    return AccessEffect(
        kind=kind,
        name=name,
        title=_TITLES.get(name) if kind == "permission" else None,
        gained=_side(effect.gained, names),
        lost=_side(effect.lost, names),
    )


def _side(side: Side, names: dict[int, str]) -> EffectSide:
    examples = [
        EffectExample(person=Ref(id=number, name=names.get(number, "")), things=things)
        for number, things in side.examples
    ]
    return EffectSide(people=side.people, guests=side.guests, examples=examples)
