"""Whether somebody holds a permission: the one question that acts beside tickets ask.

What the ticket matrix opens is said by `tickets.queries.may`; what customers hold, by their user groups.
"""

from deskbell.core.auth import Actor
from deskbell.core.problems import NotAllowed
from deskbell.permissions.registry import AGENT_PERMISSIONS


def holds(actor: Actor, permission: str) -> bool:
    """Whether the actor holds this permission of agents at this request.

    Admins, behind their own door, and the system hold all. KeyError for one that is not in the registry.
    """
    known = AGENT_PERMISSIONS[permission]
    if actor.kind == "system":
        return True
    held = actor.permissions
    return actor.is_staff and permission in held and all(each in held for each in known.needs)


def require(actor: Actor, permission: str) -> None:
    """Raise `NotAllowed` (403), which names what is lacking, unless the actor holds the permission."""
    if not holds(actor, permission):
        raise NotAllowed(f"This needs the permission {permission}. An admin can grant it.")
