"""What may stand in the way of a change to what agents hold."""

from deskbell.core.problems import Problem


class GroupNameTaken(Problem):
    """Names of groups differ in more than capitals."""

    status, code, title = 409, "name_taken", "Another group has this name"


class BuiltInGroup(Problem):
    """What the two built-in groups are called and give is fixed."""

    status, code, title = (
        409,
        "built_in_group",
        "This group is built in: its name and what it gives are fixed",
    )


class UnknownPermission(Problem):
    """A permission that is not in the registry, or that agents can't hold."""

    status, code, title = 422, "unknown_permission", "There is no such permission for agents"


class PermissionNeedsOthers(Problem):
    """A permission opens nothing without others, which are not named."""

    status, code, title = 422, "permission_needs_others", "A permission needs others that are not given"


class NoSuchGroup(Problem):
    """A group that is named in the request does not exist."""

    status, code, title = 422, "no_such_group", "There is no such group"


class AdminNotRestricted(Problem):
    """Nothing cuts an admin down, so that the helpdesk can't lose its last one."""

    status, code, title = 409, "admin_not_restricted", "An admin can't be restricted; lower the account first"
