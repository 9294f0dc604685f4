"""Reading mails once more, after a fix or because a person says so."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.events import MailReplayed, MailsReplayed
from deskbell.channels.email.inbound.models import Fate, InboundContent, InboundMail, InboundReplay
from deskbell.channels.email.inbound.problems import NothingToReplay
from deskbell.channels.email.inbound.queries import ledger_conditions, seen_by
from deskbell.channels.email.inbound.schemas import MOST_REPLAYED, LedgerFilter, ReplayCreate
from deskbell.core.auth import Actor
from deskbell.events.record import record

REPLAYABLE: Final = (Fate.held, Fate.unreadable, Fate.refused, Fate.ignored, Fate.unknown_sender)
_AGAIN: Final = {"fate": Fate.waiting, "reason": "", "attempts": 0, "claimed_until": None}


async def replay(session: AsyncSession, actor: Actor, inbound_mail_ids: Sequence[int]) -> list[int]:
    """Let these mails be read again; the numbers of those that are.

    One that became a message stays as it is, and so does one whose bytes are gone. What was held, refused or
    ignored is let through. One that could not be read keeps its ticket: what is read now is added to it.
    """
    again = update(InboundMail).where(InboundMail.id.in_(inbound_mail_ids), *_can_be())
    numbers = sorted(await session.scalars(again.values(_AGAIN).returning(InboundMail.id)))
    if numbers:
        await record(session, actor, *(MailReplayed(inbound_mail_id=number) for number in numbers))
    return numbers


async def replay_many(session: AsyncSession, actor: Actor, body: ReplayCreate) -> int:
    """Let many mails be read again, as `replay` does; the number of that. Raises `NothingToReplay`."""
    if body.inbound_mail_ids is not None:
        wanted: list[ColumnElement[bool]] = [InboundMail.id.in_(body.inbound_mail_ids)]
    else:
        wanted = ledger_conditions(body.filter or LedgerFilter())
    oldest = select(InboundMail.id).where(seen_by(actor), *wanted, *_can_be()).order_by(InboundMail.id)
    run = InboundReplay(ordered_by_id=actor.user_id, mails=0)
    session.add(run)
    await session.flush()
    chosen = oldest.limit(MOST_REPLAYED).with_for_update(of=InboundMail)
    again = update(InboundMail).where(InboundMail.id.in_(chosen), InboundMail.fate.in_(REPLAYABLE))
    found = await session.scalars(again.values({**_AGAIN, "replay_id": run.id}).returning(InboundMail.id))
    run.mails = len(found.all())
    if not run.mails:
        raise NothingToReplay(
            "Look at their fates: messages stay as they are, and what waits is read anyway."
        )
    await session.flush()
    await record(session, actor, MailsReplayed(inbound_replay_id=run.id, mails=run.mails))
    return run.id


def _can_be() -> list[ColumnElement[bool]]:
    """What a mail has to be to be read again: all of it is kept, and it became no message.

    Of a mail that was too large to be fetched only the header is.
    """
    whole = func.octet_length(InboundContent.raw) >= InboundMail.size
    kept = exists().where(InboundContent.inbound_mail_id == InboundMail.id, whole)
    return [InboundMail.fate.in_(REPLAYABLE), kept]
