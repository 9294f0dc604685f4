"""Facts about departments, and about who has access to them."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from deskbell.events.event import Event


class Access(BaseModel):
    """Access to one department."""

    model_config = ConfigDict(frozen=True)

    department_id: int
    access: Literal["full", "assign"] = "full"
    with_children: bool = False


class DepartmentEvent(Event):
    """A fact about a department."""

    subject: ClassVar[str] = "department"

    department_id: int


class DepartmentCreated(DepartmentEvent, type="department.created", internal=True):
    """A department was made; nobody has access to it yet."""

    is_default: bool


class DepartmentChanged(DepartmentEvent, type="department.changed", internal=True):
    """A department changed; `fields` names what."""

    fields: list[Literal["name", "for_tickets", "for_chat", "is_public"]]


class DepartmentMoved(DepartmentEvent, type="department.moved", internal=True):
    """A department stands under another one now, or under none; access to the one above may reach it."""

    before: int | None
    after: int | None


class DepartmentAudienceChanged(DepartmentEvent, type="department.audience_changed", internal=True):
    """Other groups may choose a department: the whole set before and after; none is everybody."""

    before: list[int]
    after: list[int]


class DepartmentDeleted(DepartmentEvent, type="department.deleted", internal=True):
    """A department without tickets was deleted, and with it the access to it."""


class UserDepartmentsChanged(Event, type="user.departments_changed", internal=True):
    """Somebody was given other departments, or another access to them: the whole set before and after."""

    subject: ClassVar[str] = "user"

    user_id: int
    before: list[int]
    after: list[int]
    access_before: tuple[Access, ...] = ()
    access_after: tuple[Access, ...] = ()
