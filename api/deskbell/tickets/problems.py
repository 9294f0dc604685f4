"""Refusals that tickets know."""

from deskbell.core.problems import Conflict, InvalidRequest, NotAllowed, NotFound, Problem, ProblemError


class TicketClosed(Conflict):
    """A closed ticket takes no reply and no note; open a new ticket, or set another status first."""

    code, title = "ticket_closed", "This ticket is closed"


class AssigneeWithoutAccess(Conflict):
    """Being responsible would open the ticket to an agent without access to its department: asked first."""

    code, title = "assignee_without_access", "This person has no access to the ticket's department"


class FollowerWithoutAccess(Conflict):
    """Following would open the ticket to an agent without access to its department: this is asked first."""

    code, title = "follower_without_access", "This person has no access to the ticket's department"


class TooManyCopies(Conflict):
    """A ticket is copied to so many people at most."""

    code, title = "too_many_copies", "This ticket is copied to as many people as it can be"


class CopyIsOurs(InvalidRequest):
    """Mail to a mailbox of this helpdesk comes in here: it would be a loop."""

    code, title = "copy_is_ours", "This is an address of this helpdesk"


class AgentPartRefused(NotAllowed):
    """The member `agent` is for agents."""

    code, title = "agent_part_refused", "Only agents may send the member 'agent'"


class UnknownReference(InvalidRequest):
    """The request names a thing that does not exist, or that the caller may not use."""

    code, title = "unknown_reference", "The request names something that does not exist"


def unknown(pointer: str) -> UnknownReference:
    """The refusal of one number in the body."""
    return UnknownReference(
        errors=[ProblemError(pointer=pointer, message="There is no such thing, or it is not for you.")]
    )


class FileNotYours(InvalidRequest):
    """A file was uploaded by somebody else, belongs to another message already, or is gone."""

    code, title = "file_not_yours", "One of the files can't be attached"


class AlreadySent(NotFound):
    """The reply has left, or was taken back already."""

    code, title = "already_sent", "This reply can't be taken back any more"


class RangeOutside(Problem):
    """The range of bytes begins after the file's end; `Content-Range` says how long the file is."""

    status, code, title = 416, "range_outside", "The file ends before this range begins"


class LinkDead(NotAllowed):
    """The link was revoked, is too old, or never was one: ask for a new one."""

    status, code, title = 401, "link_dead", "This link does not work any more"


class NameTaken(Conflict):
    """Names of statuses, of priorities and of types differ in more than capitals."""

    code, title = "name_taken", "There is one of this name already"


class IsDefault(Conflict):
    """Rules need one to choose: make another one the default first."""

    code, title = "is_default", "The default can't be deleted; make another one the default first"


class StillUsed(Conflict):
    """Tickets have it: name another one, in `move_to`, that they get instead."""

    code, title = "still_used", "Tickets have this one; choose what they get instead"


class PrivateNotAllowed(Conflict):
    """The ticket's organization wants its tickets shared as it says."""

    code, title = "private_not_allowed", "This organization does not let tickets be kept private"
