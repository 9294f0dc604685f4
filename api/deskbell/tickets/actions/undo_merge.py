"""Making two organizations again of one that two were made."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.organizations.actions.change import touch
from deskbell.organizations.events import OrganizationMergeUndone
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationMember,
    OrganizationMerge,
    OrganizationRemoval,
)
from deskbell.organizations.problems import MergeNotUndoable
from deskbell.organizations.queries import system_lock_structure, system_organization_for_update
from deskbell.tickets.models import Ticket

PLAIN = {"synchronize_session": False}
Member = OrganizationMember


async def undo_merge(session: AsyncSession, actor: Actor, merge_id: int) -> int:
    """Give the organization back what was moved and is still there; its number.

    Raises `NotFound`, `MergeNotUndoable`.
    """
    await system_lock_structure(session)
    merge = await session.get(OrganizationMerge, merge_id, with_for_update=True, populate_existing=True)
    if merge is None:
        raise NotFound
    target = await system_organization_for_update(session, merge.target_id)
    if target is None or merge.undone_at is not None:
        raise MergeNotUndoable
    source = await session.get_one(
        Organization, merge.source_id, with_for_update=True, populate_existing=True
    )
    await _stand_again(session, source)
    moved = merge.moved
    await _give_back(session, Ticket.organization_id, Ticket.id, moved["tickets"], merge)
    await _give_back(session, Organization.parent_id, Organization.id, moved["children"], merge)
    domains = OrganizationDomain
    await _give_back(session, domains.organization_id, domains.id, moved["domains"], merge)
    await _give_people_back(session, merge)
    if target.parent_id == source.parent_id and moved["target_parent_id"] == source.id:
        target.parent_id = source.id
    touch(target)
    merge.undone_at = datetime.now(UTC)
    await session.flush()
    fact = OrganizationMergeUndone(organization_id=source.id, into_id=target.id, merge_id=merge.id)
    await record(session, actor, fact)
    return source.id


async def _stand_again(session: AsyncSession, source: Organization) -> None:
    try:
        async with session.begin_nested():
            source.merged_into_id = None
            touch(source)
    except IntegrityError:
        detail = "Another organization has its name by now. Rename that one first."
        raise MergeNotUndoable(detail) from None


async def _give_back(
    session: AsyncSession,
    column: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    numbers: list[int],
    merge: OrganizationMerge,
) -> None:
    """The rows that were moved, and were not moved on since."""
    rows = update(column.class_).where(column == merge.target_id, number.in_(numbers))
    await session.execute(rows.values({column.key: merge.source_id}), execution_options=PLAIN)


async def _give_people_back(session: AsyncSession, merge: OrganizationMerge) -> None:
    people, target = merge.moved["members"], merge.target_id
    default = [each["user_id"] for each in people if each["is_default"]]
    await _forget(session, Member.organization_id, target, Member.user_id.in_(merge.moved["joined"]))
    removed = OrganizationRemoval.user_id.in_(merge.moved["removed"])
    await _forget(session, OrganizationRemoval.organization_id, target, removed)
    theirs = (Member.organization_id == target) & Member.user_id.in_(default)
    await session.execute(update(Member).where(theirs).values(is_default=False), execution_options=PLAIN)
    for each in people:
        until = each["manager_until"]
        values = each | {"manager_until": datetime.fromisoformat(until) if until else None}
        again = insert(Member).values(organization_id=merge.source_id, **values)
        row = again.on_conflict_do_nothing().returning(Member.user_id)
        if await session.scalar(row) is None:  # they have another default by now
            other = insert(Member).values(organization_id=merge.source_id, **(values | {"is_default": False}))
            await session.execute(other.on_conflict_do_nothing())


async def _forget(
    session: AsyncSession,
    column: InstrumentedAttribute[int],
    organization_id: int,
    which: ColumnElement[bool],
) -> None:
    rows = delete(column.class_).where(column == organization_id, which)
    await session.execute(rows, execution_options=PLAIN)
