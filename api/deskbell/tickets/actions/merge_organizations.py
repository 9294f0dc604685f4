"""Making one organization of two."""

from typing import Any

from sqlalchemy import delete, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.organizations.actions.change import touch
from deskbell.organizations.events import OrganizationMerged
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationInvitation,
    OrganizationMember,
    OrganizationMerge,
    OrganizationRemoval,
)
from deskbell.organizations.problems import NoSuchOrganization, at
from deskbell.organizations.queries import (
    system_lock_structure,
    system_organization_for_update,
    system_stands_below,
)
from deskbell.tickets.models import Ticket

PLAIN = {"synchronize_session": False}
Member = OrganizationMember
MEMBERSHIP = ("user_id", "role", "named", "follows_new")


async def merge_organizations(session: AsyncSession, actor: Actor, target_id: int, source_id: int) -> int:
    """Let the source's tickets, domains and people be the target's; the number of the merge.

    Whoever belongs to both stays in the target what they are there; sharing is as the target says. What was
    moved is remembered, so that it can be undone. Raises `NotFound`, `NoSuchOrganization`.
    """
    await system_lock_structure(session)
    found = [await system_organization_for_update(session, each) for each in sorted({target_id, source_id})]
    known = {each.id: each for each in found if each is not None}
    if target_id not in known:
        raise NotFound
    if source_id not in known or source_id == target_id:
        raise NoSuchOrganization(errors=at("/source_id", "Name another organization that there is."))
    source, target = known[source_id], known[target_id]
    moved: dict[str, Any] = {"target_parent_id": target.parent_id}
    if await system_stands_below(session, target.id, source.id):
        target.parent_id = source.parent_id
    await session.flush()
    moved["children"] = await _point(session, Organization.parent_id, Organization.id, source.id, target.id)
    moved["tickets"] = await _point(session, Ticket.organization_id, Ticket.id, source.id, target.id)
    domains = OrganizationDomain
    moved["domains"] = await _point(session, domains.organization_id, domains.id, source.id, target.id)
    moved |= await _move_people(session, source.id, target.id)
    gone = OrganizationInvitation.organization_id == source.id
    await session.execute(delete(OrganizationInvitation).where(gone), execution_options=PLAIN)
    source.merged_into_id = target.id
    touch(source)
    touch(target)
    merge = OrganizationMerge(
        source_id=source.id, target_id=target.id, moved=moved, merged_by_id=actor.user_id
    )
    session.add(merge)
    await session.flush()
    fact = OrganizationMerged(organization_id=source.id, into_id=target.id, merge_id=merge.id)
    await record(session, actor, fact)
    return merge.id


async def _point(
    session: AsyncSession,
    column: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    before: int,
    after: int,
) -> list[int]:
    """Let the rows that name one organization name the other; their numbers. None names itself."""
    rows = update(column.class_).where(
        column == before, number != after if column.key == "parent_id" else true()
    )
    changed = await session.scalars(
        rows.values({column.key: after}).returning(number), execution_options=PLAIN
    )
    return sorted(changed)


async def _move_people(session: AsyncSession, source_id: int, target_id: int) -> dict[str, Any]:
    """The people become the target's; what they were, and who of them is new there."""
    rows = await session.execute(
        delete(Member)
        .where(Member.organization_id == source_id)
        .returning(*(getattr(Member, name) for name in (*MEMBERSHIP, "is_default", "manager_until"))),
        execution_options=PLAIN,
    )
    people = [dict(row._mapping) for row in rows]  # noqa: SLF001 - the documented name of a row's mapping
    joined: list[int] = []
    if people:
        new = [
            {name: each[name] for name in (*MEMBERSHIP, "manager_until")} | {"organization_id": target_id}
            for each in people
        ]
        added = insert(Member).values(new).on_conflict_do_nothing().returning(Member.user_id)
        joined = sorted(await session.scalars(added))
        default = [each["user_id"] for each in people if each["is_default"]]
        theirs = (Member.organization_id == target_id) & Member.user_id.in_(default)
        await session.execute(update(Member).where(theirs).values(is_default=True), execution_options=PLAIN)
    return {
        "members": [each | {"manager_until": _said(each["manager_until"])} for each in people],
        "joined": joined,
        "removed": await _move_removals(session, source_id, target_id),
    }


async def _move_removals(session: AsyncSession, source_id: int, target_id: int) -> list[int]:
    """Whoever was taken out of the source is not presumed to be of the target by its domains."""
    taken = select(OrganizationRemoval.user_id).where(OrganizationRemoval.organization_id == source_id)
    people = sorted(await session.scalars(taken))
    new = [
        {"organization_id": target_id, "user_id": each}
        for each in people
        if await session.get(Member, (target_id, each)) is None
    ]
    if not new:
        return []
    added = insert(OrganizationRemoval).values(new).on_conflict_do_nothing()
    return sorted(await session.scalars(added.returning(OrganizationRemoval.user_id)))


def _said(moment: Any) -> str | None:  # noqa: ANN401 - a time or nothing
    return None if moment is None else moment.isoformat()
