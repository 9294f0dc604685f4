"""Departments over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems
from deskbell.departments import queries
from deskbell.departments.access import as_access
from deskbell.departments.actions.change import change_department
from deskbell.departments.actions.create import create_department as create
from deskbell.departments.actions.delete import delete_department as delete
from deskbell.departments.actions.give_access import give_access
from deskbell.departments.models import Department
from deskbell.departments.problems import (
    CircularDepartments,
    DefaultDepartment,
    DepartmentInUse,
    DepartmentNameTaken,
    NoSuchDepartment,
)
from deskbell.departments.schemas import (
    DepartmentCreate,
    DepartmentRead,
    DepartmentStaffRead,
    DepartmentUpdate,
    UserDepartments,
    UserDepartmentsUpdate,
)
from deskbell.users.problems import NotAnAgent

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["departments"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="agent")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]
CanViewRights = Annotated[Actor, requires(Act.people_view, scope="admin")]
CanChangeRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]


@router.get("/departments")
async def list_departments(actor: CanView, reader: Reader) -> Page[DepartmentRead]:
    """Every department, the default one first."""
    return whole(await queries.all_departments(reader, actor))


@router.post("/departments", status_code=201, responses=problems(DepartmentNameTaken, NoSuchDepartment))
async def create_department(body: DepartmentCreate, actor: CanChange, session: Session) -> DepartmentRead:
    """Make a department. It is closed until somebody is given access, or has it from the one above."""
    return _read(await create(session, actor, body))


@router.patch(
    "/departments/{department_id}",
    responses=problems(
        NotFound, StaleVersion, DepartmentNameTaken, DefaultDepartment, NoSuchDepartment, CircularDepartments
    ),
)
async def update_department(
    department_id: PathId, body: DepartmentUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> DepartmentRead:
    """Rename a department, say what it is for, or put it under another one.

    Whoever has access to the one above with all below it, has access to it from now on.
    """
    return _read(await change_department(session, actor, department_id, body, seen))


@router.delete(
    "/departments/{department_id}",
    status_code=204,
    responses=problems(NotFound, DefaultDepartment, DepartmentInUse),
)
async def delete_department(department_id: PathId, actor: CanChange, session: Session) -> None:
    """Delete a department in which no ticket stands. Deletes no person."""
    await delete(session, actor, department_id)


@router.get("/departments/{department_id}/access", responses=problems(NotFound))
async def get_department_access(
    department_id: PathId, actor: CanViewRights, reader: Reader
) -> DepartmentStaffRead:
    """Who has access to a department, and how far: people by themselves, and groups of agents."""
    return await queries.staff_of(reader, actor, department_id)


@router.get("/users/{user_id}/departments")
async def get_user_departments(user_id: PathId, actor: CanViewRights, reader: Reader) -> UserDepartments:
    """The departments that an agent has access to by themselves; others than agents have none."""
    return await queries.access_of(reader, actor, user_id)


@router.put(
    "/users/{user_id}/departments", responses=problems(NotFound, NotAnAgent, NoSuchDepartment, StaleVersion)
)
async def set_user_departments(
    user_id: PathId, body: UserDepartmentsUpdate, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserDepartments:
    """Give an agent access to exactly these departments; it counts from the agent's next request.

    `department_ids` gives full access; `departments` says of each which, and whether it reaches those below.
    """
    pointer = "/departments" if body.departments is not None else "/department_ids"
    await give_access(session, actor, user_id, as_access(body.wanted), seen=seen, pointer=pointer)
    return await queries.access_of(session, actor, user_id)


def _read(department: Department) -> DepartmentRead:
    return DepartmentRead.model_validate(department, from_attributes=True)
