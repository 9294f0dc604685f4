"""Giving what a guest has uploaded to an account."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import String, Uuid, column, update, values
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.tokens import hash_secret
from deskbell.files.models import File


async def claim_files(session: AsyncSession, owner_id: int, claims: Mapping[UUID, str]) -> set[UUID]:
    """Make these uploads the account's, each by its secret; those of them for which the secret is right."""
    if not claims:
        return set()
    given = values(column("id", Uuid()), column("hash", String()), name="given").data(
        [(file_id, hash_secret(secret)) for file_id, secret in claims.items()]
    )
    row = (
        update(File)
        .where(
            File.id == given.c.id,
            File.claim_hash == given.c.hash,
            File.owner_id.is_(None),
            File.attached_at.is_(None),
        )
        .values(owner_id=owner_id, claim_hash=None)
        .returning(File.id)
    )
    return set(await session.scalars(row, execution_options={"synchronize_session": False}))
