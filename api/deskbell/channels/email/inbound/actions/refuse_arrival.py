"""Writing down that a mail was refused at the door, so that nobody wonders where it is."""

from hashlib import sha256
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.store import MAX_RECIPIENTS, Arrival
from deskbell.channels.email.inbound.events import MailSetAside
from deskbell.channels.email.inbound.fingerprint import fingerprint
from deskbell.channels.email.inbound.models import Fate
from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.kit.storable import one_line

SYSTEM: Final = Actor(kind="system", level=Level.user)
_REFUSE: Final = text("""
with mail as (
    insert into inbound_mails (mailbox_id, department_id, sha256, size, source, sender, recipients, client,
        helo, fate, reason, decided_at, address)
    select id, department_id, :sha256, :size, :source, :sender, cast(:recipients as text[]), :client, :helo,
        'refused', :reason, now(), :sender
    from mailboxes where id = :mailbox_id
    on conflict (mailbox_id, sha256) do update set duplicates = inbound_mails.duplicates + 1
    returning id, department_id, xmax = 0 as is_new
), content as (
    insert into inbound_contents (inbound_mail_id, raw)
    select id, :raw from mail where is_new and cast(:kept as boolean)
)
select id, department_id, is_new from mail
""")


async def refuse_arrival(
    session: AsyncSession, raw: bytes, arrival: Arrival, mailbox_id: int, reason: str, *, kept: bool
) -> None:
    """Write a refused mail down. It is `kept` where whoever brought it believes that it was taken.

    One that isn't has another fingerprint than a mail that is there: sent again, it may be taken.
    """
    digest = fingerprint(raw)
    values = {
        "mailbox_id": mailbox_id,
        "sha256": digest if kept else sha256(b"refused" + digest).digest(),
        "size": len(raw),
        "source": arrival.source.value,
        "sender": one_line(arrival.sender, 320),
        "recipients": [one_line(each, 320) for each in arrival.recipients[:MAX_RECIPIENTS]],
        "client": arrival.client,
        "helo": one_line(arrival.helo, 255),
        "reason": reason,
        "raw": raw if kept else b"",
        "kept": kept,
    }
    row = (await session.execute(_REFUSE, values)).one_or_none()
    if row is not None and row.is_new:
        fact = MailSetAside(inbound_mail_id=row.id, department_id=row.department_id, fate=Fate.refused)
        await record(session, SYSTEM, fact)
