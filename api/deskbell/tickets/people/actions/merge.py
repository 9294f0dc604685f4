"""Making one account of two that are the same person's, and undoing that."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.events import EndReason
from deskbell.sessions.links import void_links
from deskbell.tickets.events import TicketRequesterChanged
from deskbell.tickets.models import Ticket, TicketFollower
from deskbell.tickets.people.models import UserMerge
from deskbell.tickets.people.problems import MergeNotUndoable, NotMergeable, SamePerson
from deskbell.tickets.people.queries import seen_merge, system_merge_for_update
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.users.changing import changeable
from deskbell.users.contacts.models import UserPhone
from deskbell.users.events import UserMerged, UserMergeUndone
from deskbell.users.models import User, UserAddress


async def merge_users(session: AsyncSession, actor: Actor, into_id: int, merged_id: int) -> int:
    """Give one account what is another's: addresses, unproven until proven again, numbers, tickets.

    Returns the merge's number. Rights are not merged: groups and organizations stay with the account that
    goes, which opens nothing any more. Raises `NotFound`, `NotAllowed`, `SamePerson`, `NotMergeable`.
    """
    require(actor, "people.merge")
    if into_id == merged_id:
        raise SamePerson
    into = await changeable(session, actor, into_id)
    merged = await changeable(session, actor, merged_id)
    gone = any(each.erased_at or each.merged_into_id for each in (into, merged))
    if gone or merged.is_service or into.is_service or merged.level > Level.user:
        raise NotMergeable
    moved = {
        "was_disabled": merged.disabled_at is not None,
        "addresses": await _move_addresses(session, merged_id, into_id),
        "phones": await _move_phones(session, merged_id, into_id),
        "tickets": await _move_tickets(session, actor, merged_id, into_id),
        "followed": await _move_followed(session, merged_id, into_id),
        "submissions": await _move(session, merged_id, into_id),
    }
    now = datetime.now(UTC)
    merged.merged_into_id, merged.disabled_at = into_id, merged.disabled_at or now
    merged.updated_at = into.updated_at = now
    row = UserMerge(into_id=into_id, merged_id=merged_id, merged_by_id=actor.user_id, moved=moved)
    session.add(row)
    await session.flush()
    for user_id in (into_id, merged_id):
        await void_links(session, user_id)
    await end_sessions(session, actor, merged_id, EndReason.disabled)
    await record(session, actor, UserMerged(user_id=into_id, merged_id=merged_id, merge_id=row.id))
    return row.id


async def undo_merge(session: AsyncSession, actor: Actor, merge_id: int) -> None:
    """Give back what a merge took, as far as it is still there; what came since stays where it is.

    Raises `NotFound`, `NotAllowed`, `MergeNotUndoable`.
    """
    require(actor, "people.merge")
    into_id = await seen_merge(session, actor, merge_id)
    if into_id is None:
        raise NotFound
    into = await changeable(session, actor, into_id)
    row = await system_merge_for_update(session, merge_id)
    merged = None if row is None else await session.get(User, row.merged_id, populate_existing=True)
    if row is None or merged is None or into.erased_at or merged.merged_into_id != into_id:
        raise MergeNotUndoable
    moved = row.moved
    await _give_addresses(session, moved["addresses"], into_id, merged.id)
    for kind, name in ((UserPhone, "phones"), (KeptSubmission, "submissions")):
        back = update(kind).where(kind.id.in_(moved[name]), kind.user_id == into_id)
        await session.execute(back.values(user_id=merged.id))
    await _move_tickets(session, actor, into_id, merged.id, moved["tickets"])
    await _move_followed(session, into_id, merged.id, moved["followed"])
    merged.merged_into_id, merged.updated_at = None, datetime.now(UTC)
    if not moved["was_disabled"]:
        merged.disabled_at = None
    row.undone_at = datetime.now(UTC)
    await session.flush()
    await void_links(session, into_id)
    await record(session, actor, UserMergeUndone(user_id=into_id, merged_id=merged.id, merge_id=row.id))


async def _move_addresses(session: AsyncSession, source: int, target: int) -> list[dict[str, Any]]:
    """They prove nothing for the other account until each is verified anew (domain.md 2)."""
    found = select(UserAddress).where(UserAddress.user_id == source).order_by(UserAddress.id)
    rows = list(await session.scalars(found))
    had_one = select(UserAddress.id).where(UserAddress.user_id == target, UserAddress.is_primary)
    has_primary = await session.scalar(had_one) is not None
    told = []
    for row in rows:
        at = row.verified_at and row.verified_at.isoformat()
        told.append({"id": row.id, "primary": row.is_primary, "verified_at": at})
        row.user_id, row.verified_at, row.is_primary = target, None, row.is_primary and not has_primary
    await session.flush()
    return told


async def _give_addresses(
    session: AsyncSession, told: Sequence[dict[str, Any]], source: int, target: int
) -> None:
    for each in told:
        row = await session.get(UserAddress, each["id"], populate_existing=True)
        if row is None or row.user_id != source:
            continue
        was_primary = row.is_primary
        row.user_id, row.is_primary = target, each["primary"]
        if row.verified_at is None and each["verified_at"]:
            row.verified_at = datetime.fromisoformat(each["verified_at"])
        await session.flush()
        if was_primary:
            await _choose_primary(session, source)


async def _choose_primary(session: AsyncSession, user_id: int) -> None:
    """Whoever gave the primary address back has another one, if there is any."""
    left = select(UserAddress).where(UserAddress.user_id == user_id)
    first = await session.scalar(left.order_by(UserAddress.verified_at.is_(None), UserAddress.id).limit(1))
    if first is not None:
        first.is_primary = True
        await session.flush()


async def _move_phones(session: AsyncSession, source: int, target: int) -> list[int]:
    known = select(UserPhone.number).where(UserPhone.user_id == target)
    row = (
        update(UserPhone)
        .where(UserPhone.user_id == source, UserPhone.number.not_in(known))
        .values(user_id=target, is_primary=False, verified_at=None)
        .returning(UserPhone.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(await session.scalars(row))


async def _move(session: AsyncSession, source: int, target: int) -> list[int]:
    """What was kept and is no ticket yet."""
    row = update(KeptSubmission).where(KeptSubmission.user_id == source).values(user_id=target)
    return sorted(await session.scalars(row.returning(KeptSubmission.id)))


async def _move_tickets(
    session: AsyncSession, actor: Actor, source: int, target: int, only: Sequence[int] | None = None
) -> list[int]:
    theirs = update(Ticket).where(Ticket.requester_id == source)
    if only is not None:
        theirs = theirs.where(Ticket.id.in_(only))
    changes = {"requester_id": target, "version": Ticket.version + 1}
    row = theirs.values(changes).returning(Ticket.id, Ticket.version)
    moved = (await session.execute(row.execution_options(synchronize_session=False))).all()
    facts = [
        TicketRequesterChanged(ticket_id=each.id, version=each.version, before=source, after=target)
        for each in sorted(moved)
    ]
    await record(session, actor, *facts)
    return [each.id for each in sorted(moved)]


async def _move_followed(
    session: AsyncSession, source: int, target: int, only: Sequence[int] | None = None
) -> list[int]:
    """The tickets that one followed and the other did not."""
    theirs = [TicketFollower.user_id == source]
    if only is not None:
        theirs.append(TicketFollower.ticket_id.in_(only))
    numbers = list(
        await session.scalars(delete(TicketFollower).where(*theirs).returning(TicketFollower.ticket_id))
    )
    if not numbers:
        return []
    rows = [{"ticket_id": number, "user_id": target} for number in numbers]
    added = insert(TicketFollower).values(rows).on_conflict_do_nothing().returning(TicketFollower.ticket_id)
    return sorted(await session.scalars(added))
