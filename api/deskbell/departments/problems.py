"""What may stand in the way of a change to departments."""

from deskbell.core.problems import Problem


class DefaultDepartment(Problem):
    """The default department takes whatever has no other place."""

    status, code, title = 409, "default_department", "The default department can't be deleted"


class DepartmentInUse(Problem):
    """Tickets or other departments stand in this department."""

    status, code, title = (
        409,
        "department_in_use",
        "Tickets or departments stand in this department; move them first",
    )


class DepartmentNameTaken(Problem):
    """Names of departments differ in more than capitals."""

    status, code, title = 409, "name_taken", "Another department has this name"


class CircularDepartments(Problem):
    """A department can't stand under itself, nor under one that stands under it."""

    status, code, title = 422, "circular_departments", "A department can't stand under itself"


class NoSuchDepartment(Problem):
    """A department that is named in the request does not exist."""

    status, code, title = 422, "no_such_department", "There is no such department"
