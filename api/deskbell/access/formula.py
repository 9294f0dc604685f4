"""The formula of a question: for each level that the person could act on behind the door."""

from dataclasses import dataclass
from typing import Final

from deskbell.access import agents, customers
from deskbell.access.facts import Account, OrganizationFacts, Shelf
from deskbell.access.grants import HOLDS, NEVER, Grant, Leaf, Node, Thing, either, every
from deskbell.core.auth import Act, Level
from deskbell.permissions.registry import AGENT_PERMISSIONS
from deskbell.tickets.explaining.queries import TicketFacts

WRITING: Final = frozenset({"write", "publish"})


@dataclass(frozen=True, slots=True)
class Question:
    """Whether somebody may do something; a guest has no number.

    Asked of a permission, or of an act on a ticket, a category or an article. `door`: the home where it is
    done.
    """

    user_id: int | None
    door: Level
    permission: str | None = None
    act: str = "view"
    thing: Thing | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that bears on a question."""

    account: Account
    ticket: TicketFacts | None = None
    shared: OrganizationFacts | None = None
    shelves: tuple[Shelf, ...] = ()


def formula(question: Question, facts: Facts) -> Node:
    """What makes up the right; an account acts on the lower of its level and the door's."""
    account = facts.account
    if account.user_id is None:
        return _behind(Level.guest, question, facts)
    lowest = min(account.level, question.door)
    rungs = (level for level in Level if lowest <= level <= question.door)
    return every(
        *_usable(account),
        either(every(*_on(account, level), _behind(level, question, facts)) for level in rungs),
    )


def _usable(account: Account) -> list[Node]:
    """That the account works at all. Restrictions bind no admin."""
    parts: list[Node] = [Leaf(Grant("account_enabled"), account.enabled)]
    if account.level is Level.agent:
        parts.append(Leaf(Grant("account_not_expired"), not account.expired))
        joined = (each for each in account.agent_groups if each.joined and each.expired)
        things = ((("agent_group", each.id),) for each in joined)
        parts += [Leaf(Grant("account_not_expired", named), held=False) for named in things]
    return [each for each in parts if not (isinstance(each, Leaf) and each.held)]


def _on(account: Account, level: Level) -> list[Node]:
    """That the account is on this level, where that says more than that there is one."""
    if level <= Level.user:
        return []
    return [Leaf(Grant("level", value=level.name), account.level >= level)]


def _behind(level: Level, question: Question, facts: Facts) -> Node:
    """What the right is made of on one level."""
    if question.permission is not None:
        return _permission(level, question.permission, facts.account)
    if question.thing is not None and question.thing[0] == "ticket":
        return _ticket(level, question, facts)
    if level is Level.admin:
        return HOLDS
    if level is Level.agent:
        return customers.on_shelf_of_agents(facts.account, facts.shelves, question.act)
    if question.act in WRITING:
        return NEVER
    return customers.on_shelf(facts.account, facts.shelves, question.act)


def _permission(level: Level, permission: str, account: Account) -> Node:
    if permission not in AGENT_PERMISSIONS:
        return HOLDS if level >= Level.agent else customers.granted(account, permission)
    if level <= Level.user:
        return NEVER
    return HOLDS if level is Level.admin else agents.holding(account, permission)


def _ticket(level: Level, question: Question, facts: Facts) -> Node:
    act, ticket = Act(question.act), facts.ticket
    if ticket is None or not ticket.there or level is Level.guest:
        return NEVER
    if level is Level.user:
        return customers.on_ticket(facts.account, ticket, act, facts.shared)
    if level is Level.agent:
        return agents.on_ticket(facts.account, ticket, act)
    return NEVER if act in agents.NOT_THE_AGENTS else HOLDS
