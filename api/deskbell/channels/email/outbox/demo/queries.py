"""Which mails the demonstration delivered to itself, and to whom; for every visitor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Row, Select, String, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.channels.email.outbox.demo.reading import DemoMailRead, demo_mail
from deskbell.channels.email.outbox.kept import IN_THE_DEMO, opened
from deskbell.channels.email.outbox.models import (
    MailState,
    OutgoingContent,
    OutgoingMail,
    OutgoingRecipient,
)
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.sealing import Sealer

MOST_PEOPLE = 100
_HERE = (OutgoingRecipient.answer == IN_THE_DEMO,)
_ADDRESSES = func.array(
    select(OutgoingRecipient.address)
    .where(OutgoingRecipient.mail_id == OutgoingMail.id, *_HERE)
    .correlate(OutgoingMail)
    .scalar_subquery(),
    type_=ARRAY(String),
).label("addresses")
_MAILS: Select[*tuple[Any, ...]] = (
    select(
        OutgoingMail.id,
        OutgoingMail.kind,
        OutgoingMail.ended_at,
        _ADDRESSES,
        OutgoingContent.raw,
        OutgoingContent.sealed,
    )
    .join(OutgoingContent, OutgoingContent.mail_id == OutgoingMail.id)
    .where(OutgoingMail.state == MailState.accepted, func.cardinality(_ADDRESSES) > 0)
)


async def page_of_demo_mails(
    connection: AsyncConnection,
    _actor: Actor,
    sealer: Sealer,
    *,
    recipient: str | None = None,
    cursor: str | None = None,
    limit: int,
) -> Page[DemoMailRead]:
    """A page of the mails that the demonstration delivered to itself, the newest first; for every visitor."""
    statement = _MAILS.order_by(OutgoingMail.id.desc()).limit(limit + 1)
    if recipient is not None:
        statement = _to(statement, recipient)
    if cursor is not None:
        statement = statement.where(OutgoingMail.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement)).all()
    items = [_read(row, _bytes(row, sealer)) for row in rows[:limit]]
    more = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[DemoMailRead](items=items, next_cursor=more, total=None)


async def one_demo_mail(
    connection: AsyncConnection, _actor: Actor, sealer: Sealer, mail_id: int
) -> tuple[DemoMailRead, bytes] | None:
    """One of them, with its bytes; nothing where it is none of them."""
    row = (await connection.execute(_MAILS.where(OutgoingMail.id == mail_id))).one_or_none()
    if row is None:
        return None
    raw = _bytes(row, sealer)
    return _read(row, raw), raw


async def demo_people(
    connection: AsyncConnection, _actor: Actor
) -> Sequence[Row[str, str | None, int, datetime | None]]:
    """(address, name, mails, latest) of everybody who got any, who got one last first."""
    latest = func.max(OutgoingMail.ended_at)
    statement = (
        select(
            func.lower(OutgoingRecipient.address).label("address"),
            func.max(OutgoingRecipient.name).label("name"),
            func.count().label("mails"),
            latest.label("latest"),
        )
        .join(OutgoingMail, OutgoingMail.id == OutgoingRecipient.mail_id)
        .where(*_HERE)
        .group_by(func.lower(OutgoingRecipient.address))
        .order_by(latest.desc().nulls_last())
        .limit(MOST_PEOPLE)
    )
    return (await connection.execute(statement)).all()


def _to(statement: Select[*tuple[Any, ...]], address: str) -> Select[*tuple[Any, ...]]:
    same = func.lower(OutgoingRecipient.address) == func.lower(address)
    theirs = select(OutgoingRecipient.mail_id).where(same, *_HERE)
    return statement.where(OutgoingMail.id.in_(theirs))


def _bytes(row: Row[*tuple[Any, ...]], sealer: Sealer) -> bytes:
    return opened(sealer, row.id, row.raw, row.sealed)


def _read(row: Row[*tuple[Any, ...]], raw: bytes) -> DemoMailRead:
    return demo_mail(row.id, row.kind, row.ended_at, row.addresses, raw)
