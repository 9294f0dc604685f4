"""Departments as the API takes and gives them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Id, Line
from deskbell.core.pagination import Read, Write

DepartmentName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class DepartmentRead(Read):
    """A place where tickets belong."""

    id: int = Field(description="Its number.")
    name: str = Field(description="Its name.", examples=["Support"])
    is_default: bool = Field(description="Whether it takes what has no other place; exactly one does.")


class DepartmentCreate(Write):
    """A new department."""

    name: DepartmentName = Field(description="Its name; no other department has it.")


class DepartmentUpdate(Write):
    """Changes to a department; what is left out or null stays."""

    name: DepartmentName | None = Field(default=None, description="The new name.")


class UserDepartments(Read):
    """The departments that an agent has access to."""

    department_ids: list[int] = Field(description="Their numbers, in order.")


class UserDepartmentsUpdate(Write):
    """The whole set of departments that an agent is to have access to."""

    department_ids: list[Id] = Field(
        description="Their numbers; an empty list takes all away.", max_length=1000
    )
