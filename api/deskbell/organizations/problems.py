"""What may stand in the way of a change to organizations."""

from deskbell.core.problems import Conflict, InvalidRequest, ProblemError


class OrganizationNameTaken(Conflict):
    """Names of organizations differ in more than capitals."""

    code, title = "name_taken", "Another organization has this name"


class DomainTaken(Conflict):
    """A domain has one owner; `errors` names the domain and who has it."""

    code, title = "domain_taken", "Another organization has this domain"


class DomainUnfit(InvalidRequest):
    """Not a domain, or one under which strangers have addresses: a mail provider's or a public suffix."""

    code, title = "domain_unfit", "This domain can't belong to an organization"


class CircularParent(InvalidRequest):
    """An organization can't stand below itself, be it over others."""

    code, title = "circular_parent", "An organization can't stand below itself"


class NoSuchPerson(InvalidRequest):
    """The request names a person that does not exist, or that is not fit for this."""

    code, title = "no_such_person", "There is no such person"


class NoSuchOrganization(InvalidRequest):
    """The request names an organization that does not exist."""

    code, title = "no_such_organization", "There is no such organization"


class TooManyInvitations(Conflict):
    """So many invitations of an organization may wait at the same time."""

    code, title = "too_many_invitations", "Too many invitations wait for an answer; take some back first"


class AlreadyMember(Conflict):
    """Whoever has this address belongs to the organization already."""

    code, title = "already_member", "This person belongs to the organization already"


class ImportHasErrors(InvalidRequest):
    """Nothing was imported; `errors` names each line that can't be taken, and why."""

    code, title = "import_has_errors", "Some lines can't be imported; nothing was changed"


class MergeNotUndoable(Conflict):
    """It was undone already, or the organization that it went into is gone or was merged itself."""

    code, title = "merge_not_undoable", "This merge can't be undone any more"


def at(pointer: str, message: str) -> list[ProblemError]:
    """One error, where it is and what to do."""
    return [ProblemError(pointer=pointer, message=message)]
