"""What of the guide is done, counted from what is there."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.departments.models import Department
from deskbell.guide.schemas import GuideRead, GuideStepRead
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import GuideSettings, GuideStep, LookSettings
from deskbell.users.models import User

SOME = 2


async def guide(connection: AsyncConnection | AsyncSession, actor: Actor) -> GuideRead:
    """The guide as it stands; for admins."""
    if actor.level < Level.admin:
        raise NotFound
    said = await system_section(connection, GuideSettings)
    look = await system_section(connection, LookSettings)
    row = (
        await connection.execute(
            select(
                _count(Department, ~Department.is_default).label("others"),
                _count(Department, Department.id > 0).label("departments"),
                _count(Mailbox, Mailbox.enabled.is_(True)).label("mailboxes"),
                _count(User, User.level >= Level.agent).label("staff"),
            )
        )
    ).one()
    counts = {
        GuideStep.departments: row.departments,
        GuideStep.mailbox: row.mailboxes,
        GuideStep.people: row.staff,
    }
    found = {
        GuideStep.levels: False,
        GuideStep.departments: row.others > 0,
        GuideStep.mailbox: row.mailboxes > 0,
        GuideStep.people: row.staff >= SOME,
        GuideStep.look: look != LookSettings(),
    }
    steps = [
        GuideStepRead(
            step=step,
            done=found[step] or step in said.settled,
            settled=step in said.settled,
            count=counts.get(step, 0),
        )
        for step in GuideStep
    ]
    return GuideRead(dismissed=said.dismissed, steps=steps)


def _count(table: type[Department | Mailbox | User], where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(where).scalar_subquery()
