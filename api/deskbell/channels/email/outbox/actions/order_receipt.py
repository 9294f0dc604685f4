"""The answer to a first message, a receipt or a guest's link: to whom, and how often (RFC 3834, T56, T59)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ARRAY, DateTime, Integer, String, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order import To, Wanted, order_all
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.ordering.queries import Answerable, system_answerable
from deskbell.core.prepared import Prepared
from deskbell.core.rate_limits import hit
from deskbell.events.models import StoredEvent
from deskbell.events.reading import LoggedEvent
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import MailSettings

CAPS = ((timedelta(minutes=10), 1), (timedelta(days=1), 5))
PER_HELPDESK = (timedelta(hours=1), 500)
BY_MAIL: Final = "email"
BY_GUEST: Final = "guest"
_LOCK: Final = 0x2EC1
_CORRESPONDENTS: Final = bindparam("correspondents", type_=ARRAY(String))

# In one order, so that two who count the same people don't wait for each other.
_COUNT_ALONE: Final = Prepared(
    text("""
select pg_advisory_xact_lock(:lock, number) from (
    select distinct hashtext(correspondent) as number from unnest(:correspondents) as correspondent order by 1
) as numbers
""").bindparams(bindparam("lock", type_=Integer), _CORRESPONDENTS)
)
_SENT: Final = Prepared(
    text("""
select correspondent, created_at from outgoing_mails
where correspondent = any(:correspondents) and created_at > :since
""").bindparams(_CORRESPONDENTS, bindparam("since", type_=DateTime(timezone=True)))
)


def has_no_receipt(event: LoggedEvent) -> bool:
    """Whether a `TicketCreated` shows by itself that there is no receipt: no mail and no guest opened it."""
    return event.actor_kind != BY_GUEST and event.data.get("channel") not in {BY_MAIL, None}


async def order_receipt(session: AsyncSession, event: StoredEvent) -> int | None:
    """The receipt of one ticket; its number, if there is one."""
    return next(iter(await order_receipts(session, [event.id])), None)


async def order_receipts(session: AsyncSession, event_ids: Sequence[int]) -> list[int]:
    """Tell who opened tickets by mail or as guests that it has arrived, within the caps; the mails' numbers.

    `+…` of an address is left out of the count: it is the same mailbox.
    """
    found = await system_answerable(session, event_ids)
    if not found or not (await system_section(session, MailSettings)).receipts:
        return []
    within = await _within_caps(session, [(mailbox_of(each.author.address), each) for each in found])
    mails = [
        (replace(SYSTEM, cause_event_id=each.event_id), _wanted(each, correspondent))
        for correspondent, each in within
    ]
    return [number for number in await order_all(session, mails) if number is not None]


def _wanted(each: Answerable, correspondent: str) -> Wanted:
    return Wanted(
        each.kind,
        [To(each.author.address, each.author.name)],
        ticket_id=each.ticket_id,
        message_id=each.message_id,
        user_id=each.author.user_id,
        correspondent=correspondent,
    )


async def _within_caps(
    session: AsyncSession, candidates: Sequence[tuple[str, Answerable]]
) -> list[tuple[str, Answerable]]:
    """Those to whom one more receipt may go; counted one at a time, so that no race gets past."""
    sent = await _sent(session, [correspondent for correspondent, _ in candidates])
    window, most = PER_HELPDESK
    now = datetime.now(UTC)
    chosen = []
    for correspondent, each in candidates:
        if any(len([at for at in sent[correspondent] if at > now - time]) >= cap for time, cap in CAPS):
            continue
        if not (await hit(await session.connection(), "mail:receipts", most, window)).allowed:
            break
        sent[correspondent].append(now)
        chosen.append((correspondent, each))
    return chosen


async def _sent(session: AsyncSession, correspondents: Sequence[str]) -> Mapping[str, list[datetime]]:
    """When receipts went to these lately; nobody else counts theirs until this transaction has ended."""
    values: dict[str, Any] = {"correspondents": list(dict.fromkeys(correspondents)), "lock": _LOCK}
    await _COUNT_ALONE.all(session, values)
    values["since"] = datetime.now(UTC) - max(window for window, _ in CAPS)
    found: dict[str, list[datetime]] = {each: [] for each in correspondents}
    for row in await _SENT.all(session, values):
        found[row["correspondent"]].append(row["created_at"])
    return found


def mailbox_of(address: str) -> str:
    """An address in small letters, without a `+` and what is behind it: so many names, one mailbox."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"
