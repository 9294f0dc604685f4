"""Making, changing and deleting labels themselves."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import Conflict, NotFound
from deskbell.events.record import record
from deskbell.tickets.dimension_schemas import LabelCreate, LabelUpdate
from deskbell.tickets.events import LabelChanged, LabelCreated, LabelDeleted
from deskbell.tickets.models import Label


class LabelNameTaken(Conflict):
    """There is a label of this name."""

    code, title = "label_name_taken", "There is a label of this name already"


async def create_label(session: AsyncSession, actor: Actor, body: LabelCreate) -> Label:
    """Make a label. Raises `LabelNameTaken`."""
    await _refuse_taken(session, body.name, None)
    label = Label(name=body.name, color=body.color)
    session.add(label)
    await session.flush()
    await record(session, actor, LabelCreated(label_id=label.id))
    return label


async def change_label(session: AsyncSession, actor: Actor, label_id: int, body: LabelUpdate) -> Label:
    """Give a label another name or color."""
    label = await session.get(Label, label_id, with_for_update=True)
    if label is None:
        raise NotFound
    wanted = {
        name: value
        for name, value in body.model_dump(exclude_none=True).items()
        if getattr(label, name) != value
    }
    if "name" in wanted:
        await _refuse_taken(session, wanted["name"], label_id)
    for name, value in wanted.items():
        setattr(label, name, value)
    if wanted:
        await record(session, actor, LabelChanged(label_id=label_id, fields=sorted(wanted)))
    return label


async def delete_label(session: AsyncSession, actor: Actor, label_id: int) -> None:
    """Delete a label, from every ticket too."""
    label = await session.get(Label, label_id, with_for_update=True)
    if label is None:
        raise NotFound
    await session.delete(label)
    await record(session, actor, LabelDeleted(label_id=label_id))


async def _refuse_taken(session: AsyncSession, name: str, but: int | None) -> None:
    """Hold the name until the commit, so that two at once can't both take it."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(func.lower(name), 1))))
    same = select(Label.id).where(func.lower(Label.name) == func.lower(name), Label.id != (but or 0))
    if await session.scalar(same) is not None:
        raise LabelNameTaken
