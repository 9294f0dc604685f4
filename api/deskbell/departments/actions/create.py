"""Making a department."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.departments.events import DepartmentCreated
from deskbell.departments.models import Department
from deskbell.departments.problems import DepartmentNameTaken
from deskbell.departments.queries import system_default_department
from deskbell.events.record import record


async def create_department(
    session: AsyncSession, actor: Actor, name: str, *, is_default: bool = False
) -> Department:
    """Make a department, closed until somebody is given access. Raises `DepartmentNameTaken`."""
    row = insert(Department).values(name=name, is_default=is_default)
    made: Department | None = await session.scalar(row.on_conflict_do_nothing().returning(Department))
    if made is None:
        raise DepartmentNameTaken(
            errors=[ProblemError(pointer="/name", message="Another department has this name.")]
        )
    await record(session, actor, DepartmentCreated(department_id=made.id, is_default=is_default))
    return made


async def ensure_default_department(session: AsyncSession, actor: Actor) -> int:
    """The number of the default department, which is made ("Support") when there is none yet."""
    known = await system_default_department(session)
    return known or (await create_department(session, actor, "Support", is_default=True)).id
