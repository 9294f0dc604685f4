"""Departments as the API takes and gives them."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from deskbell.core.fields import Id, Line
from deskbell.core.pagination import Read, Write

DepartmentName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
AccessKind = Literal["full", "assign"]
FOR_TICKETS, FOR_CHAT = "Whether tickets stand in it.", "Whether chats come to it."
IS_PUBLIC = "Whether customers are told of it."


class DepartmentRead(Read):
    """A place where work belongs."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Support"])
    is_default: bool = Field(description="Whether it takes what has no other place; exactly one does.")
    parent_id: int | None = Field(description="The department under which it stands.")
    for_tickets: bool = Field(description=FOR_TICKETS)
    for_chat: bool = Field(description=FOR_CHAT)
    is_public: bool = Field(description=IS_PUBLIC)
    version: int = Field(description="Grows with every change; give it as `If-Match`.")


class DepartmentCreate(Write):
    """A new department."""

    name: DepartmentName = Field(description="Its name; no other department has it.")
    parent_id: Id | None = Field(default=None, description="The department under which it stands.")
    for_tickets: bool = Field(default=True, description=FOR_TICKETS)
    for_chat: bool = Field(default=False, description=FOR_CHAT)
    is_public: bool = Field(default=True, description=IS_PUBLIC)


class DepartmentUpdate(Write):
    """Changes to a department; what is left out stays."""

    name: DepartmentName | None = Field(default=None, description="The new name.")
    parent_id: Id | None = Field(
        default=None, description="The department under which it stands; null takes it out to the top."
    )
    for_tickets: bool | None = Field(default=None, description=FOR_TICKETS)
    for_chat: bool | None = Field(default=None, description=FOR_CHAT)
    is_public: bool | None = Field(default=None, description=IS_PUBLIC)


class DepartmentAccessRead(Read):
    """Access to one department."""

    department_id: int = Field(description="The department.")
    access: AccessKind = Field(
        description="`full`: its tickets are seen. `assign`: tickets can be moved into it, no more."
    )
    with_children: bool = Field(description="Whether it reaches all departments below.")


class DepartmentAccessWrite(Write):
    """Access to one department."""

    department_id: Id = Field(description="The department.")
    access: AccessKind = Field(
        default="full",
        description="`full`: its tickets are seen. `assign`: tickets can be moved into it, no more.",
    )
    with_children: bool = Field(default=False, description="Whether it reaches all departments below.")


class DepartmentHolderRead(DepartmentAccessRead):
    """Who has access to a department."""

    id: int = Field(description="The number of the account, or of the group of agents.")
    name: str = Field(description="What the person or the group is called.")


class DepartmentStaffRead(Read):
    """Who has access to a department: given at it, or at one above it with all below."""

    people: list[DepartmentHolderRead] = Field(
        description="Those who have it by themselves, by name; `department_id` says at which it is given."
    )
    groups: list[DepartmentHolderRead] = Field(
        description="The groups of agents that open it, by name; each agent in them has access."
    )


class UserDepartments(Read):
    """The departments that an agent has access to by themselves; groups may give more."""

    department_ids: list[int] = Field(description="Those with full access, in order.")
    departments: list[DepartmentAccessRead] = Field(description="Every access, in order of the department.")
    version: int = Field(description="Of the agent's rights; give it as `If-Match`.")


class UserDepartmentsUpdate(Write):
    """The whole set of departments that an agent is to have access to: in one of the two forms."""

    department_ids: list[Id] | None = Field(
        default=None,
        description="Full access to exactly these; an empty list takes all away.",
        max_length=1000,
    )
    departments: list[DepartmentAccessWrite] | None = Field(
        default=None, description="Exactly these, each with its access.", max_length=1000
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.department_ids is None) == (self.departments is None):
            message = "give either department_ids or departments"
            raise ValueError(message)
        return self

    @property
    def wanted(self) -> list[DepartmentAccessWrite]:
        """Every access that is wanted."""
        if self.departments is not None:
            return self.departments
        return [DepartmentAccessWrite(department_id=number) for number in self.department_ids or ()]
