"""What an agent may choose of a new ticket: what they may change of one that stands so."""

from typing import Final

from deskbell.core.auth import Act, Actor, Level
from deskbell.core.problems import NotAllowed
from deskbell.permissions.matrix import scopes_of
from deskbell.tickets.schemas import TicketAgentCreate

_ACTS: Final = {
    "status_id": Act.set_status,
    "priority_id": Act.set_fields,
    "type_id": Act.set_fields,
    "label_ids": Act.label,
    "team_id": Act.assign,
    "assignee_id": Act.assign,
}


def refuse_wishes(actor: Actor, wishes: TicketAgentCreate) -> None:
    """Raise `NotAllowed` for the first wish that the agent's permissions don't open."""
    if actor.level is not Level.agent:
        return
    scopes = {"unassigned"}
    if wishes.assignee_id == actor.user_id:
        scopes.add("mine")
    if wishes.team_id in actor.teams:
        scopes.add("team")
    for name, act in _ACTS.items():
        acts = {act, Act.take} if name == "assignee_id" and "mine" in scopes else {act}
        open_in = frozenset[str]().union(*(scopes_of(actor.permissions, each) for each in acts))
        if getattr(wishes, name) and not open_in & scopes:
            raise NotAllowed(f"You may not choose {name}; leave it out.")
