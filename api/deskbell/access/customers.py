"""What makes up a right of a customer: user groups, organizations, and what is theirs."""

from collections.abc import Iterator
from typing import Final

from deskbell.access.agents import holding
from deskbell.access.facts import Account, OrganizationFacts, Shelf, UserGroupFacts
from deskbell.access.grants import HOLDS, NEVER, Either, Every, Grant, Leaf, Node, Thing, either, every
from deskbell.core.auth import SUPPORT_CENTER, Act
from deskbell.tickets.explaining.queries import TicketFacts
from deskbell.tickets.standing import CUSTOMER_ACTS
from deskbell.user_groups.queries import ENTER, OUTSIDE

CLOSE, REOPEN, VIEW, RATE = "tickets.close", "tickets.reopen", "articles.view", "articles.rate"
RIGHTS: Final = {Act.view: "see", Act.reply: "reply", Act.solve: "close"}
_STANDINGS: Final = ("none", "member", "named", "manager")
_NARROWEST: Final = {"member": "everyone", "named": "named", "manager": "managers"}
"""The mode that reaches a standing and as few others as may be."""
_REACHED: Final = {
    "none": (),
    "managers": ("manager",),
    "named": ("named", "manager"),
    "everyone": ("member", "named", "manager"),
}


def granted(account: Account, permission: str) -> Every:
    """That a group of the customer grants it, and entering the support center where it is done there."""
    names = (permission,) if permission in OUTSIDE else tuple(dict.fromkeys((permission, ENTER)))
    return every(*(_by_groups(account, name) for name in names))


def _by_groups(account: Account, name: str) -> Either:
    return either(
        every(counting(account, group), _grants(account, group, name)) for group in account.user_groups
    )


def counting(account: Account, group: UserGroupFacts) -> Node:
    """That what this group has is the customer's: by being in it, or by what inherits it."""
    if group.kind == "everyone":
        return HOLDS
    if account.user_id is None:
        return NEVER
    if group.kind == "own":
        return _in_group(group)
    claimed = Leaf(Grant("account_claimed"), account.claimed)
    return either((claimed, *(_in_group(each) for each in account.user_groups if each.kind == "own")))


def _in_group(group: UserGroupFacts) -> Leaf:
    named = (("user_group", group.id),)
    return Leaf(Grant("user_group_member", named, weight=len(group.permissions)), group.joined)


def _grants(account: Account, group: UserGroupFacts, name: str) -> Node:
    """That the group grants it; more is given to groups only that count for the person already."""
    held = name in group.permissions
    grant = Grant("user_group_permission", (("user_group", group.id),), name)
    return Leaf(grant, held, open=account.counts(group))


def on_ticket(account: Account, ticket: TicketFacts, act: Act, shared: OrganizationFacts | None) -> Node:
    """That the customer may do this on the ticket, as its requester, a follower, or by its organization."""
    if act not in CUSTOMER_ACTS:
        return NEVER
    parts: list[Node] = [_reach(account, ticket, act, shared)]
    if act in SUPPORT_CENTER:
        parts.append(_by_groups(account, ENTER))
    if act is Act.solve:
        parts.append(granted(account, CLOSE))
    if act is Act.reply and ticket.solved:
        parts.append(granted(account, REOPEN))
    return every(*parts)


def _reach(account: Account, ticket: TicketFacts, act: Act, shared: OrganizationFacts | None) -> Either:
    this = (("ticket", ticket.id),)
    mine = Leaf(Grant("requester", this), ticket.requester_id == account.user_id, open=False)
    if act not in RIGHTS:
        return either((mine,))
    theirs: list[Node] = [] if shared is None else [in_organization(shared, RIGHTS[act])]
    if act is Act.view:
        proven = Leaf(Grant("address_verified"), account.verified)
        theirs.append(every(Leaf(Grant("follower", this), ticket.followed), proven))
    return either((mine, every(Leaf(Grant("ticket_not_private", this), not ticket.private), either(theirs))))


def in_organization(shared: OrganizationFacts, right: str) -> Either:
    """That the organization gives the person this right on the tickets of the others, and sight."""
    now = _standing(shared)
    rights = tuple(dict.fromkeys(("see", right)))
    if all(now in _REACHED[shared.modes[each]] for each in rights):
        modes = (Leaf(_mode(shared, each, shared.modes[each]), held=True) for each in rights)
        return either((every(*_as(shared, now), *modes),))
    return either(_raised(shared, rights, now))


def _raised(shared: OrganizationFacts, rights: tuple[str, ...], now: str) -> Iterator[Node]:
    """What would do: for each standing from theirs upwards, the narrowest modes that reach it."""
    for standing in _STANDINGS[max(1, _STANDINGS.index(now)) :]:
        modes = []
        for right in rights:
            reached = standing in _REACHED[shared.modes[right]]
            mode = shared.modes[right] if reached else _NARROWEST[standing]
            modes.append(Leaf(_mode(shared, right, mode), reached))
        yield every(*_as(shared, standing), *modes)


def _as(shared: OrganizationFacts, standing: str) -> Iterator[Node]:
    """That the person has this standing."""
    this: tuple[Thing, ...] = (("organization", shared.id),)
    held = standing == _standing(shared)
    if standing == "manager":
        yield Leaf(Grant("organization_manager", this, value="for a while" if shared.delegated else ""), held)
    elif standing == "named":
        yield Leaf(Grant("organization_named", this), held)
    else:
        member = Leaf(Grant("organization_member", this), shared.role is not None)
        presumed = Leaf(Grant("organization_presumed", this), shared.presumed, shared.presumable)
        yield either((member, presumed))


def _standing(shared: OrganizationFacts) -> str:
    if shared.role == "manager" or shared.delegated:
        return "manager"
    if shared.role is not None:
        return "named" if shared.named else "member"
    return "member" if shared.presumed else "none"


def _mode(shared: OrganizationFacts, right: str, mode: str) -> Grant:
    return Grant("organization_sharing", (("organization", shared.id),), value=f"{right}: {mode}")


def on_shelf(account: Account, shelves: tuple[Shelf, ...], act: str) -> Every:
    """That a customer or a guest may read what stands there, or say whether it helped."""
    named = [VIEW, RATE] if act == "rate" else [VIEW]
    audiences = (_audience(account, shelf) for shelf in shelves)
    return every(*(granted(account, name) for name in named), *audiences, *_published(shelves))


def on_shelf_of_agents(account: Account, shelves: tuple[Shelf, ...], act: str) -> Every:
    """That an agent may read what stands there, in their panel, write it or publish it."""
    named = {"write": "content.write", "publish": "content.publish"}.get(act)
    drafts = either((*_published(shelves), holding(account, "content.write")))
    acting = [] if named is None else [holding(account, named)]
    return every(drafts if any(_published(shelves)) else HOLDS, *acting)


def _published(shelves: tuple[Shelf, ...]) -> list[Node]:
    return [
        Leaf(Grant("article_published", (("article", each.id),)), each.published)
        for each in shelves
        if each.kind == "article"
    ]


def _audience(account: Account, shelf: Shelf) -> Node:
    """That what stands there is for a group that counts for the person."""
    if shelf.audience == "parent":
        return HOLDS
    parts: list[Node] = []
    for group in account.user_groups:
        names = shelf.audience == "groups" and group.id in shelf.groups
        grant = Grant("audience", ((shelf.kind, shelf.id), ("user_group", group.id)))
        leaf = Leaf(grant, names, open=account.counts(group))
        parts.append(every(counting(account, group), leaf))
    return either(parts)
