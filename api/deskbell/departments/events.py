"""Facts about departments, and about who has access to them."""

from typing import ClassVar, Literal

from deskbell.events.event import Event


class DepartmentEvent(Event):
    """A fact about a department."""

    subject: ClassVar[str] = "department"

    department_id: int


class DepartmentCreated(DepartmentEvent, type="department.created", internal=True):
    """A department was made; nobody has access to it yet."""

    is_default: bool


class DepartmentChanged(DepartmentEvent, type="department.changed", internal=True):
    """A department changed; `fields` names what."""

    fields: list[Literal["name"]]


class DepartmentDeleted(DepartmentEvent, type="department.deleted", internal=True):
    """A department without tickets was deleted, and with it the access to it."""


class UserDepartmentsChanged(Event, type="user.departments_changed", internal=True):
    """Somebody was given other departments: the whole set before and after."""

    subject: ClassVar[str] = "user"

    user_id: int
    before: list[int]
    after: list[int]
