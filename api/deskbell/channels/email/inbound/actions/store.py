"""Keeping a mail as it came, before anybody is told that we have it (T68)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import LargeBinary, Table, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.fingerprint import fingerprint
from deskbell.channels.email.inbound.models import InboundMail, Source
from deskbell.core.prepared import Prepared
from deskbell.kit.storable import one_line

MAX_RECIPIENTS: Final = 100

_LEDGER = cast("Table", InboundMail.__table__)
_GIVEN: Final = (
    "mailbox_id",
    "sha256",
    "size",
    "source",
    "sender",
    "recipients",
    "client",
    "helo",
    "uidvalidity",
    "uid",
)
_STORE: Final = Prepared(
    text("""
with mail as (
    insert into inbound_mails (mailbox_id, department_id, sha256, size, source, sender, recipients, client,
        helo, uidvalidity, uid, reason)
    select id, department_id, :sha256, :size, :source, :sender, :recipients, :client, :helo,
        :uidvalidity, :uid, :refusal
    from mailboxes where id = :mailbox_id
    on conflict (mailbox_id, sha256) do update set duplicates = inbound_mails.duplicates + 1
    returning id, xmax = 0 as is_new
), content as (
    insert into inbound_contents (inbound_mail_id, raw) select id, :raw from mail where is_new
)
select id, is_new from mail
""").bindparams(
        *(bindparam(name, type_=_LEDGER.c[name].type) for name in _GIVEN),
        bindparam("refusal", type_=_LEDGER.c.reason.type),
        bindparam("raw", type_=LargeBinary),
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a mail came: the envelope, where there was one, or its place in an IMAP folder.

    `refusal`: why it isn't taken; then only its header was fetched, and `size` is what it is said to have.
    """

    source: Source
    sender: str = ""
    recipients: Sequence[str] = ()
    client: str = ""
    helo: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    refusal: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail's number in the ledger, and whether it came for the first time."""

    id: int
    is_new: bool


async def store(session: AsyncSession, raw: bytes, arrival: Arrival, mailbox_id: int) -> Stored | None:
    """Keep the mail for a mailbox; nothing where the mailbox is gone.

    One that came before is only counted. Whoever brought it may be told when this transaction is committed.
    """
    values = {
        "mailbox_id": mailbox_id,
        "sha256": fingerprint(raw or f"{arrival.uidvalidity}/{arrival.uid}".encode()),
        "size": len(raw) if arrival.size is None else arrival.size,
        "source": arrival.source.value,
        "sender": one_line(arrival.sender, 320),
        "recipients": [one_line(each, 320) for each in arrival.recipients[:MAX_RECIPIENTS]],
        "client": arrival.client,
        "helo": one_line(arrival.helo, 255),
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
        "refusal": arrival.refusal,
        "raw": raw,
    }
    row = await _STORE.one_or_none(session, values)
    return None if row is None else Stored(row["id"], row["is_new"])
