"""Departments over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotFound, problems
from deskbell.departments import queries
from deskbell.departments.actions.create import create_department as create
from deskbell.departments.actions.delete import delete_department as delete
from deskbell.departments.actions.give_access import give_access
from deskbell.departments.actions.rename import rename_department
from deskbell.departments.models import Department
from deskbell.departments.problems import (
    DefaultDepartment,
    DepartmentInUse,
    DepartmentNameTaken,
    NoSuchDepartment,
)
from deskbell.departments.schemas import (
    DepartmentCreate,
    DepartmentRead,
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


@router.post("/departments", status_code=201, responses=problems(DepartmentNameTaken))
async def create_department(body: DepartmentCreate, actor: CanChange, session: Session) -> DepartmentRead:
    """Make a department. It is closed until somebody is given access."""
    return _read(await create(session, actor, body.name))


@router.patch("/departments/{department_id}", responses=problems(NotFound, DepartmentNameTaken))
async def update_department(
    department_id: PathId, body: DepartmentUpdate, actor: CanChange, session: Session
) -> DepartmentRead:
    """Rename a department."""
    return _read(await rename_department(session, actor, department_id, body.name))


@router.delete(
    "/departments/{department_id}",
    status_code=204,
    responses=problems(NotFound, DefaultDepartment, DepartmentInUse),
)
async def delete_department(department_id: PathId, actor: CanChange, session: Session) -> None:
    """Delete a department in which no ticket stands. Deletes no person."""
    await delete(session, actor, department_id)


@router.get("/users/{user_id}/departments")
async def get_user_departments(user_id: PathId, actor: CanViewRights, reader: Reader) -> UserDepartments:
    """The departments that an agent has access to; an account that is not an agent has none."""
    return UserDepartments(department_ids=await queries.access_of(reader, actor, user_id))


@router.put("/users/{user_id}/departments", responses=problems(NotFound, NotAnAgent, NoSuchDepartment))
async def set_user_departments(
    user_id: PathId, body: UserDepartmentsUpdate, actor: CanChangeRights, session: Session
) -> UserDepartments:
    """Give an agent access to exactly these departments; it counts from the agent's next request."""
    await give_access(session, actor, user_id, body.department_ids)
    return UserDepartments(department_ids=await queries.access_of(session, actor, user_id))


def _read(department: Department) -> DepartmentRead:
    return DepartmentRead(id=department.id, name=department.name, is_default=department.is_default)
