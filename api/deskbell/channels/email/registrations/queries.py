"""Who waits to be let in, and with which messages."""

from collections import defaultdict
from typing import Final, Literal

from sqlalchemy import false, func, literal, null, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.channels.email.inbound.models import Fate, InboundMail
from deskbell.channels.email.registrations.schemas import KeptMessage, RegistrationRead
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import seen_by

MOST_MESSAGES: Final = 10
LONGEST_TEXT: Final = 2_000


async def page_of_registrations(
    connection: AsyncConnection,
    actor: Actor,
    waits_for: Literal["verification", "approval", "refused"] | None,
    *,
    cursor: str | None,
    limit: int,
) -> Page[RegistrationRead]:
    """A page of the people who wait, the newest first; for agents."""
    columns = (
        User.id.label("user_id"),
        User.name,
        UserAddress.address.label("email"),
        UserAddress.verified_at.is_not(None).label("verified"),
        User.waits_for,
        User.created_at,
    )
    statement = (
        select(*columns)
        .outerjoin(UserAddress, (UserAddress.user_id == User.id) & UserAddress.is_primary)
        .where(User.waits_for.is_not(None), seen_by(actor), true() if actor.is_staff else false())
    )
    if waits_for is not None:
        statement = statement.where(User.waits_for == waits_for)
    if cursor is not None:
        statement = statement.where(User.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(User.id.desc()).limit(limit + 1))).all()
    shown = rows[:limit]
    messages = await _messages(connection, actor, [row.user_id for row in shown])
    items = [
        RegistrationRead.model_validate({**row._mapping, "messages": messages[row.user_id]})  # noqa: SLF001 - SQLAlchemy's own name for it
        for row in shown
    ]
    last = encode_cursor(shown[-1].user_id) if len(rows) > limit else None
    return Page[RegistrationRead](items=items, next_cursor=last, total=None)


async def _messages(
    connection: AsyncConnection, _actor: Actor, user_ids: list[int]
) -> dict[int, list[KeptMessage]]:
    form = select(
        KeptSubmission.user_id,
        literal("form").label("via"),
        null().label("inbound_mail_id"),
        KeptSubmission.subject,
        func.left(KeptSubmission.text, LONGEST_TEXT).label("text"),
        KeptSubmission.created_at.label("at"),
    ).where(KeptSubmission.user_id.in_(user_ids))
    mail = select(
        InboundMail.user_id,
        literal("mail"),
        InboundMail.id,
        InboundMail.subject,
        null(),
        InboundMail.received_at,
    ).where(
        InboundMail.user_id.in_(user_ids),
        InboundMail.ticket_id.is_(None),
        InboundMail.fate.in_((Fate.held, Fate.refused)),
    )
    found: dict[int, list[KeptMessage]] = defaultdict(list)
    every = union_all(form, mail).subquery()
    for row in (await connection.execute(select(every).order_by(every.c.at))).mappings():
        if len(found[row["user_id"]]) < MOST_MESSAGES:
            found[row["user_id"]].append(KeptMessage.model_validate({**row}))
    return found
