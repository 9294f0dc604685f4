"""What makes up a right of an agent: permissions, departments, and how a ticket stands to them."""

from collections.abc import Iterator
from typing import Final

from deskbell.access.facts import Account, AgentGroupFacts, Opened
from deskbell.access.grants import NEVER, Either, Every, Grant, Leaf, Node, either, every
from deskbell.core.auth import Act
from deskbell.permissions.matrix import needs_of
from deskbell.permissions.registry import AGENT_PERMISSIONS, TICKET_SCOPES, VIEWED_WHEN_GRANTED
from deskbell.tickets.explaining.queries import TicketFacts
from deskbell.tickets.standing import LET_IN_FOR

NOT_THE_AGENTS: Final = frozenset({Act.set_private})


def holding(account: Account, permission: str) -> Every:
    """That the agent holds a permission, and those that it needs."""
    return every(*(_named(account, name) for name in (permission, *AGENT_PERMISSIONS[permission].needs)))


def _named(account: Account, name: str) -> Either:
    parts: list[Node] = [Leaf(Grant("permission", permission=name), name in account.permissions)]
    for group in account.agent_groups:
        given = Grant("agent_group_permission", (("agent_group", group.id),), name)
        if name in group.permissions:
            parts.append(every(_joined(group), Leaf(given, held=True)))
        elif group.joined and group.kind == "own":
            parts.append(Leaf(given, held=False))
    return either(parts)


def _joined(group: AgentGroupFacts) -> Leaf:
    """Being in the group; nobody is helped by joining one whose accounts have come to their end."""
    named = (("agent_group", group.id),)
    member = Grant("agent_group_member", named, weight=len(group.permissions))
    return Leaf(member, group.joined, open=not group.expired)


def on_ticket(account: Account, ticket: TicketFacts, act: Act) -> Node:
    """That the agent may do this on the ticket, in any scope of the matrix."""
    if act in NOT_THE_AGENTS:
        return NEVER
    return either(
        every(_standing(account, ticket, scope, act), *_permitted(account, scope, act))
        for scope in TICKET_SCOPES
    )


def _permitted(account: Account, scope: str, act: Act) -> Iterator[Node]:
    """That the act, and sight in the same scope, are open."""
    seen = ("view",) if scope in VIEWED_WHEN_GRANTED else ()
    for name in dict.fromkeys((*seen, *needs_of(act))):
        if name != "view" or seen:
            yield _named(account, f"tickets.{name}.{scope}")


def _standing(account: Account, ticket: TicketFacts, scope: str, act: Act) -> Node:
    """That the ticket is in this scope for the agent."""
    this = (("ticket", ticket.id),)
    assigned = Leaf(Grant("assignee", this), ticket.assignee_id == account.user_id)
    if scope == "mine":
        let_in = Leaf(Grant("let_in", this), ticket.let_in)
        return either((assigned, let_in)) if act in LET_IN_FOR else assigned
    if scope == "followed":
        return Leaf(Grant("follower", this), ticket.followed)
    if scope == "team":
        if ticket.team_id is None:
            return NEVER
        return Leaf(Grant("team_member", (("team", ticket.team_id),)), ticket.team_id in account.teams)
    free = ticket.assignee_id is None
    if assigned.held or free != (scope == "unassigned"):
        return NEVER
    return _department(account, ticket.department_id, ticket.above)


def _department(account: Account, department_id: int, above: frozenset[int]) -> Either:
    """That the agent sees a department's tickets, by themselves or by a group."""
    parts: list[Node] = []
    for opened in account.departments:
        given = Grant("department", (("department", opened.department_id),))
        if _reaches(opened, department_id, above):
            parts.append(Leaf(given, held=True))
        elif opened.access == "full" and opened.department_id in above:
            parts.append(Leaf(Grant("department_below", given.things), held=False))
    here = ("department", department_id)
    if all(each.department_id != department_id or each.access != "full" for each in account.departments):
        parts.append(Leaf(Grant("department", (here,)), held=False))
    for group in account.agent_groups:
        parts += _by_group(group, department_id, above)
    return either(parts)


def _by_group(group: AgentGroupFacts, department_id: int, above: frozenset[int]) -> Iterator[Node]:
    named = ("agent_group", group.id)
    reaching = [each for each in group.departments if _reaches(each, department_id, above)]
    for opened in reaching:
        given = Grant("agent_group_department", (named, ("department", opened.department_id)))
        yield every(_joined(group), Leaf(given, held=True))
    if not reaching and group.joined and group.kind == "own":
        given = Grant("agent_group_department", (named, ("department", department_id)))
        yield Leaf(given, held=False)


def _reaches(opened: Opened, department_id: int, above: frozenset[int]) -> bool:
    if opened.access != "full":
        return False
    return opened.department_id == department_id or (opened.with_children and opened.department_id in above)
