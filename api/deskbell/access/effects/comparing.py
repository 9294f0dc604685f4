"""Comparing everybody's rights before and after: who gains what, who loses what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from deskbell.access.effects.queries import MOST_EXAMPLES, ClassKey, CustomerClass
from deskbell.core.auth import Act, Actor
from deskbell.permissions.matrix import scopes_of
from deskbell.tickets.standing import TICKET_ACTS, Place, agent_may, scopes_in

EffectKind = Literal["permission", "tickets", "articles"]
SHOWN_ACTS: Final = tuple(act for act in TICKET_ACTS if act not in {Act.restore, Act.follow})
NOBODY: Final = 0


@dataclass(slots=True)
class Side:
    """Those who gain, or lose: how many, and some of them, with how many things where it is about things."""

    people: int = 0
    guests: bool = False
    examples: list[tuple[int, int | None]] = field(default_factory=list)

    def add(self, people: int, some: Iterable[int], things: int | None = None) -> None:
        """Count people who are alike; no people at all are guests."""
        self.people += people
        self.guests = self.guests or people == NOBODY
        found = [*self.examples, *((number, things) for number in some)]
        self.examples = sorted(found, key=lambda each: (-(each[1] or 0), each[0]))[:MOST_EXAMPLES]


@dataclass(slots=True)
class Effect:
    """What changes of one permission, of one act on tickets, or of the articles that are seen."""

    gained: Side = field(default_factory=Side)
    lost: Side = field(default_factory=Side)


Effects = dict[tuple[EffectKind, str], Effect]
Cell = tuple[int, int | None, int | None, int]


def of_customers(
    effects: Effects, before: Mapping[ClassKey, CustomerClass], after: Mapping[ClassKey, CustomerClass]
) -> None:
    """What people in the same groups gain and lose, as customers."""
    known = {_same(key): each for key, each in before.items()}
    for key, now in after.items():
        was = known.get(_same(key))
        if was is None:
            continue
        _permissions(effects, was.permissions, now.permissions, now.people, now.examples)
        if more := now.articles - was.articles:
            _of(effects, "articles", "view").gained.add(now.people, now.examples, len(more))
        if less := was.articles - now.articles:
            _of(effects, "articles", "view").lost.add(now.people, now.examples, len(less))


def _same(key: ClassKey) -> object:
    """What names people before and after alike; an account that stands apart, by its number."""
    groups, claimed, apart = key
    return (groups, claimed) if apart is None else apart


def _permissions(
    effects: Effects, was: frozenset[str], now: frozenset[str], people: int, some: Sequence[int]
) -> None:
    for name in now - was:
        _of(effects, "permission", name).gained.add(people, some)
    for name in was - now:
        _of(effects, "permission", name).lost.add(people, some)


def _of(effects: Effects, kind: EffectKind, name: str) -> Effect:
    return effects.setdefault((kind, name), Effect())


def changed(before: Mapping[int, Actor], after: Mapping[int, Actor]) -> list[int]:
    """The agents whose rights are others."""
    return sorted(
        number for number in before.keys() | after.keys() if before.get(number) != after.get(number)
    )


def of_agents(effects: Effects, before: Mapping[int, Actor], after: Mapping[int, Actor]) -> None:
    """What permissions agents gain and lose."""
    for number in changed(before, after):
        was, now = pair(before, after, number)
        _permissions(effects, was.permissions, now.permissions, 1, [number])


def pair(before: Mapping[int, Actor], after: Mapping[int, Actor], number: int) -> tuple[Actor, Actor]:
    """An agent before and after; without any right where there is none."""
    known = before.get(number) or after[number]
    nobody = Actor(kind="user", level=known.level, user_id=number)
    return before.get(number, nobody), after.get(number, nobody)


def of_their_tickets(
    effects: Effects, was: Actor, now: Actor, cells: Sequence[Cell], singly: Sequence[Place]
) -> None:
    """On how many tickets an agent gains and loses an act.

    `cells`: tickets by department, assignee and team, with their count; `singly`: those that the agent
    follows or was let in to, which are looked at one by one and taken out of their cells.
    """
    taken = Counter((each.department_id, each.assignee_id, each.team_id) for each in singly)
    standing: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    for department_id, assignee_id, team_id, count in cells:
        place = Place(0, department_id, NOBODY, assignee_id, team_id)
        both = scopes_in(was, place), scopes_in(now, place)
        if any(both):
            standing[both] += count - taken[department_id, assignee_id, team_id]
    for act in SHOWN_ACTS:
        open_before, open_after = scopes_of(was.permissions, act), scopes_of(now.permissions, act)
        change: Counter[int] = Counter()
        for (before, after), count in standing.items():
            change[bool(open_after & after) - bool(open_before & before)] += count
        for place in singly:
            change[agent_may(now, place, act) - agent_may(was, place, act)] += 1
        if change[1]:
            _of(effects, "tickets", act).gained.add(1, [now.account_id], change[1])
        if change[-1]:
            _of(effects, "tickets", act).lost.add(1, [now.account_id], change[-1])


def of_an_organization(
    effects: Effects, act: Act, gained: Mapping[int, int], lost: Mapping[int, int]
) -> None:
    """On how many tickets of an organization its people gain and lose an act; none is nothing."""
    for number, count in gained.items():
        if count:
            _of(effects, "tickets", act).gained.add(1, [number], count)
    for number, count in lost.items():
        if count:
            _of(effects, "tickets", act).lost.add(1, [number], count)
