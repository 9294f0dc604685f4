"""Writing what became of a mail: the last statement of every way that it can go."""

import json
from dataclasses import asdict
from typing import Final, cast

from sqlalchemy import BigInteger, Boolean, Table, bindparam, false, func, null, update
from sqlalchemy import select as rows_of
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.events import MailSetAside
from deskbell.channels.email.inbound.models import Fate, InboundMail, KnownMail
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.events.record import record
from deskbell.kit.storable import one_line, storable

LONGEST_ID: Final = 500
SYSTEM: Final = Actor(kind="system", level=Level.user)

_LEDGER, _KNOWN = cast("Table", InboundMail.__table__), cast("Table", KnownMail.__table__)
_GIVEN: Final = (
    "fate",
    "reason",
    "address",
    "name",
    "reply_to",
    "subject",
    "internet_id",
    "verdict",
    "notes",
    "automatic",
    "answerable",
    "threaded_by",
    "user_id",
    "ticket_id",
    "message_id",
    "maybe_related",
    "rule_ids",
    "ban_id",
)


def _deciding() -> Prepared:
    """Write the fate, and remember the Message-ID where the mail became a message, in one statement."""
    given = {name: bindparam(f"new_{name}", type_=_LEDGER.c[name].type) for name in _GIVEN}
    decided = (
        update(_LEDGER)
        .where(_LEDGER.c.id == bindparam("mail_id", type_=BigInteger), _LEDGER.c.fate == "waiting")
        .values(given | {"decided_at": func.now(), "claimed_until": null()})
        .returning(_LEDGER.c.id, _LEDGER.c.internet_id, _LEDGER.c.ticket_id)
        .cte("decided")
    )
    said = (decided.c.internet_id != "", bindparam("remembered", type_=Boolean))
    known = rows_of(decided.c.internet_id, decided.c.ticket_id, false()).where(*said)
    columns = ["internet_id", "ticket_id", "outgoing"]
    remember = insert(_KNOWN).from_select(columns, known).on_conflict_do_nothing().returning(_KNOWN.c.id)
    return Prepared(rows_of(decided.c.id).add_cte(remember.cte("remembered")))


_DECIDE: Final = _deciding()


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
    ban_id: int | None = None,
) -> None:
    """Write a mail's fate, which ends its waiting exactly once. Raises `AlreadyDecided`."""
    headers = mail.parsed.headers
    values = {
        "fate": fate.value,
        "reason": reason,
        "address": mail.author.address if mail.author else "",
        "name": mail.author.name if mail.author else "",
        "reply_to": one_line(headers.reply_to[0].address if headers.reply_to else "", 320),
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
        "rule_ids": mail.ruled.rule_ids,
        "ban_id": ban_id,
    }
    given = {f"new_{name}": value for name, value in values.items()}
    remembered = ticket_id is not None and message_id is not None
    if not await _DECIDE.all(session, given | {"mail_id": mail.claimed.id, "remembered": remembered}):
        raise AlreadyDecided


async def set_aside(
    session: AsyncSession,
    mail: ReadMail,
    fate: Fate,
    reason: str,
    *,
    ban_id: int | None = None,
    user_id: int | None = None,
) -> None:
    """Keep a mail without making anything of it; agents see it in the ledger."""
    await decide(session, mail, fate, reason, ban_id=ban_id, user_id=user_id)
    fact = MailSetAside(inbound_mail_id=mail.claimed.id, department_id=mail.claimed.department_id, fate=fate)
    await record(session, SYSTEM, fact)


def internet_id(mail: ReadMail) -> str:
    """The mail's own Message-ID; nothing where it is too long to be one."""
    found = storable(mail.parsed.headers.message_id).strip()
    return found if len(found) <= LONGEST_ID else ""
