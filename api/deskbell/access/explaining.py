"""Answering why: the verdict is the product's, the way is the formula's, and what would help was tried."""

from collections.abc import Iterable, Mapping
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.asking import is_allowed
from deskbell.access.formula import Facts, Question, formula
from deskbell.access.grants import Grant, Sets, Thing, paths, ways
from deskbell.access.queries import (
    system_account,
    system_names,
    system_organization,
    system_restrictions,
    system_shelves,
)
from deskbell.access.schemas import (
    AccessExplanation,
    AccessGrant,
    AccessRestriction,
    AccessThing,
    GrantSet,
    Obstacle,
    ThingAct,
)
from deskbell.access.trying import give, undone
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound
from deskbell.permissions.models import AgentGroup
from deskbell.permissions.registry import PERMISSIONS
from deskbell.tickets.explaining.queries import system_facts

MOST_TOLD: Final = 12
_TITLES: Final = {each.name: each.title for each in PERMISSIONS}
_TELLING: Final = frozenset(
    {
        "agent_group_member",
        "agent_group_permission",
        "agent_group_department",
        "user_group_member",
        "user_group_permission",
        "audience",
        "article_published",
    }
)
"""Grants that tell which groups there are, and what they hold: for admins."""

log = structlog.get_logger(__name__)


async def explain(session: AsyncSession, asker: Actor, question: Question) -> AccessExplanation:
    """The answer, as far as the asker may know it. Raises `NotFound`.

    The caller has asked whether the asker may know of the person and the thing.
    """
    facts = await facts_of(session, question)
    allowed = await is_allowed(session, question)
    node = formula(question, facts)
    found = paths(node) if allowed else await _tried(session, question, _known(ways(node), asker))
    if allowed and not found:
        log.error("access.unexplained", permission=question.permission, act=question.act)
    told = found[:MOST_TOLD]
    names = await _names(session, question, facts, told)
    rows = await system_restrictions(session, question.user_id or 0) if _is_agent(facts) else []
    sets = granted_sets(told, names, asker)
    named = question.permission is None
    return AccessExplanation(
        allowed=allowed,
        person=_person(question, names),
        door=question.door.name,
        permission=question.permission,
        act=ThingAct(question.act) if named else None,
        thing=None if question.thing is None else _thing(question.thing, names, asker),
        paths=sets if allowed else [],
        ways=[] if allowed else sets,
        more_ways=not allowed and len(found) > MOST_TOLD,
        obstacle=None if allowed or found else _obstacle(question, facts),
        restrictions=[each for each in map(_restriction, rows) if _restricts(each)],
    )


async def facts_of(session: AsyncSession, question: Question) -> Facts:
    """All that bears on the question. Raises `NotFound` where the person or the thing is not there."""
    account = await system_account(session, question.user_id)
    if account is None:
        raise NotFound
    if question.thing is None:
        return Facts(account)
    if question.thing[0] != "ticket":
        shelves = await system_shelves(session, question.thing)
        if shelves is None:
            raise NotFound
        return Facts(account, shelves=shelves)
    ticket = await system_facts(session, question.user_id, question.thing[1], Act(question.act))
    if ticket is None:
        raise NotFound
    number = ticket.organization_id
    shared = None if number is None else await system_organization(session, number, question.user_id)
    return Facts(account, ticket=ticket, shared=shared)


def _known(sets: Sets, asker: Actor) -> Sets:
    """What the asker may be told of."""
    if asker.level is Level.admin:
        return sets
    return [one for one in sets if not any(each.kind in _TELLING for each in one)]


async def _tried(session: AsyncSession, question: Question, sets: Sets) -> Sets:
    """Those of the sets that change the answer, each tried out by itself; one more than is told of."""
    found: Sets = []
    for one in sets:
        async with undone(session):
            await give(session, question, one)
            if await is_allowed(session, question):
                found.append(one)
        if len(found) > MOST_TOLD:
            break
    return found


async def _names(
    session: AsyncSession, question: Question, facts: Facts, sets: Iterable[frozenset[Grant]]
) -> Mapping[Thing, str]:
    things = {thing for one in sets for grant in one for thing in grant.things}
    things |= {question.thing} if question.thing else set()
    things |= {("user", question.user_id)} if question.user_id else set()
    found = dict(await system_names(session, things))
    if facts.ticket is not None:
        found["ticket", facts.ticket.id] = facts.ticket.reference
    return found


def _person(question: Question, names: Mapping[Thing, str]) -> Ref | None:
    number = question.user_id
    return None if number is None else Ref(id=number, name=names.get(("user", number), ""))


def _thing(thing: Thing, names: Mapping[Thing, str], asker: Actor) -> AccessThing:
    """The thing by name; which groups of customers there are is told to agents only."""
    kind, number = thing
    if kind == "user_group" and not asker.is_staff:
        return AccessThing(kind=kind, id=None, name=None)
    return AccessThing(kind=kind, id=number, name=names.get(thing))


def granted_sets(sets: Sets, names: Mapping[Thing, str], asker: Actor) -> list[GrantSet]:
    """The sets with names, as far as the asker may know them."""
    return [GrantSet(grants=[_grant(each, names, asker) for each in sorted(one)]) for one in sets]


def _grant(grant: Grant, names: Mapping[Thing, str], asker: Actor) -> AccessGrant:
    return AccessGrant(
        kind=grant.kind,
        permission=grant.permission or None,
        title=_TITLES.get(grant.permission),
        value=grant.value or None,
        things=[_thing(each, names, asker) for each in grant.things],
    )


def _obstacle(question: Question, facts: Facts) -> Obstacle:
    if facts.ticket is None or facts.ticket.there:
        return "no_grant_would"
    return "ticket_in_place" if question.act == Act.restore else "ticket_put_away"


def _is_agent(facts: Facts) -> bool:
    return facts.account.level is Level.agent


def _restriction(row: object) -> AccessRestriction:
    named = Ref(id=row.id, name=row.name) if isinstance(row, AgentGroup) else None
    members = ("addresses", "second_factor_required", "expires_at", "records_an_hour")
    values = {name: getattr(row, name) for name in members}
    values["addresses"] = [str(each) for each in values["addresses"]]
    return AccessRestriction(agent_group=named, **values)


def _restricts(each: AccessRestriction) -> bool:
    return bool(each.addresses or each.second_factor_required or each.expires_at or each.records_an_hour)
