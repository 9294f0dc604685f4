"""Writing what became of a mail: the last statement of every way that it can go."""

import json
from dataclasses import asdict
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.events import MailSetAside
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.kit.storable import one_line, storable

LONGEST_ID: Final = 500
SYSTEM: Final = Actor(kind="system", level=Level.user)

_DECIDE: Final = text("""
update inbound_mails set fate = :fate, reason = :reason, decided_at = now(), claimed_until = null,
    address = :address, name = :name, reply_to = :reply_to, subject = :subject, internet_id = :internet_id,
    verdict = cast(:verdict as jsonb), notes = cast(:notes as text[]), automatic = :automatic,
    answerable = :answerable, threaded_by = :threaded_by, user_id = :user_id, ticket_id = :ticket_id,
    message_id = :message_id, maybe_related = cast(:maybe_related as bigint[])
where id = :id and fate = 'waiting' returning id
""")
_REMEMBER: Final = text("""
insert into known_mails (internet_id, ticket_id, outgoing) values (:internet_id, :ticket_id, false)
on conflict do nothing
""")


class AlreadyDecided(Exception):
    """Another worker was quicker: everything that this one did is to be undone."""


async def decide(  # noqa: PLR0913 - the columns of the ledger
    session: AsyncSession,
    mail: ReadMail,
    fate: Fate,
    reason: str = "",
    *,
    threaded_by: str | None = None,
    user_id: int | None = None,
    ticket_id: int | None = None,
    message_id: int | None = None,
    answerable: bool = False,
    maybe_related: tuple[int, ...] = (),
) -> None:
    """Write a mail's fate, which ends its waiting exactly once. Raises `AlreadyDecided`."""
    headers = mail.parsed.headers
    reply_to = headers.reply_to[0].address if headers.reply_to else ""
    values = {
        "id": mail.claimed.id,
        "fate": fate.value,
        "reason": reason,
        "address": mail.author.address if mail.author else "",
        "name": mail.author.name if mail.author else "",
        "reply_to": one_line(reply_to, 320),
        "subject": one_line(headers.subject, 500),
        "internet_id": internet_id(mail),
        "verdict": json.dumps(asdict(mail.verdict)),
        "notes": [*mail.parsed.notes, *([mail.parsed.unreadable] if mail.parsed.unreadable else [])],
        "automatic": mail.robot.automatic,
        "answerable": answerable,
        "threaded_by": threaded_by,
        "user_id": user_id,
        "ticket_id": ticket_id,
        "message_id": message_id,
        "maybe_related": list(maybe_related),
    }
    if (await session.execute(_DECIDE, values)).one_or_none() is None:
        raise AlreadyDecided
    if ticket_id is not None and message_id is not None and values["internet_id"]:
        await session.execute(_REMEMBER, {"internet_id": values["internet_id"], "ticket_id": ticket_id})


async def set_aside(session: AsyncSession, mail: ReadMail, fate: Fate, reason: str) -> None:
    """Keep a mail without making anything of it; agents see it in the ledger."""
    await decide(session, mail, fate, reason)
    fact = MailSetAside(inbound_mail_id=mail.claimed.id, department_id=mail.claimed.department_id, fate=fate)
    await record(session, SYSTEM, fact)


def internet_id(mail: ReadMail) -> str:
    """The mail's own Message-ID; nothing where it is too long to be one."""
    found = storable(mail.parsed.headers.message_id).strip()
    return found if len(found) <= LONGEST_ID else ""
