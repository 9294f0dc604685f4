"""Making a department."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import ProblemError
from deskbell.departments.actions.place import place, refuse_parent
from deskbell.departments.events import DepartmentCreated
from deskbell.departments.models import Department
from deskbell.departments.problems import DepartmentNameTaken
from deskbell.departments.queries import system_default_department
from deskbell.departments.schemas import DepartmentCreate
from deskbell.events.record import record


async def create_department(
    session: AsyncSession, actor: Actor, wanted: DepartmentCreate, *, is_default: bool = False
) -> Department:
    """Make a department, closed until somebody is given access or has it from above.

    Raises `DepartmentNameTaken`, `NoSuchDepartment`.
    """
    await refuse_parent(session, None, wanted.parent_id)
    row = insert(Department).values(is_default=is_default, **wanted.model_dump())
    made: Department | None = await session.scalar(row.on_conflict_do_nothing().returning(Department))
    if made is None:
        raise DepartmentNameTaken(
            errors=[ProblemError(pointer="/name", message="Another department has this name.")]
        )
    if wanted.parent_id is not None:
        await place(session)
    await record(session, actor, DepartmentCreated(department_id=made.id, is_default=is_default))
    return made


async def ensure_default_department(session: AsyncSession, actor: Actor) -> int:
    """The number of the default department, which is made ("Support") when there is none yet."""
    known = await system_default_department(session)
    if known is not None:
        return known
    return (await create_department(session, actor, DepartmentCreate(name="Support"), is_default=True)).id
