"""Reading which organizations were made one."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, whole
from deskbell.core.problems import NotFound
from deskbell.organizations.models import Organization, OrganizationMerge
from deskbell.organizations.queries import seen_by
from deskbell.organizations.schemas import OrganizationMergeRead
from deskbell.users.models import User

From = aliased(Organization, name="source")


async def merges_of(
    source: AsyncConnection | AsyncSession, actor: Actor, organization_id: int
) -> Page[OrganizationMergeRead]:
    """What went into an organization, the newest first; for agents. 404 when there is none."""
    this = select(Organization.id, Organization.name).where(
        Organization.id == organization_id, seen_by(actor)
    )
    target = (await source.execute(this)).one_or_none()
    if target is None or not actor.is_staff:
        raise NotFound
    merges = (
        select(
            OrganizationMerge.id,
            OrganizationMerge.source_id,
            From.name.label("source_name"),
            OrganizationMerge.merged_by_id,
            User.name.label("merged_by"),
            OrganizationMerge.created_at,
            OrganizationMerge.undone_at,
        )
        .join(From, From.id == OrganizationMerge.source_id)
        .outerjoin(User, User.id == OrganizationMerge.merged_by_id)
        .where(OrganizationMerge.target_id == organization_id)
        .order_by(OrganizationMerge.id.desc())
        .limit(100)
    )
    return whole(
        [
            OrganizationMergeRead(
                id=row.id,
                source=Ref(id=row.source_id, name=row.source_name),
                target=Ref(id=target.id, name=target.name),
                merged_by=None if row.merged_by is None else Ref(id=row.merged_by_id, name=row.merged_by),
                created_at=row.created_at,
                undone_at=row.undone_at,
                undoable=row.undone_at is None,
            )
            for row in await source.execute(merges)
        ]
    )
