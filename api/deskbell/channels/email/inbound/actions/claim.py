"""Taking mails to be read: a few at a time, for a short time, past those that others are at."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MOST_BYTES: Final = 20_000_000
HELD_SECONDS = 30.0

_CLAIM: Final = text("""
with free as (
    select id, size from inbound_mails
    where fate = 'waiting' and (claimed_until is null or claimed_until < now())
    order by id limit :most for update skip locked
), taken as (
    select id from (
        select id, row_number() over (order by id) as place, sum(size) over (order by id) as bytes from free
    ) as counted where place = 1 or bytes <= :bytes
), claimed as (
    update inbound_mails
    set claimed_until = now() + make_interval(secs => :held), attempts = attempts + 1
    where id in (select id from taken)
    returning id, mailbox_id, department_id, source, sender, recipients, client, helo, attempts, decided_at,
        ticket_id, received_at, reason as refusal
)
select claimed.*, raw from claimed join inbound_contents on inbound_mail_id = id order by id
""")
_GIVE_BACK: Final = text("""
update inbound_mails
set claimed_until = now() + make_interval(secs => :seconds), attempts = attempts - :uncounted
where id = any(cast(:ids as bigint[])) and fate = 'waiting'
""")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this process is at.

    `again`: a person had it read once more. `refusal`: why it isn't taken.
    """

    id: int
    mailbox_id: int | None
    department_id: int
    source: str
    sender: str
    recipients: list[str]
    client: str
    helo: str
    attempts: int
    again: bool
    ticket_id: int | None
    received_at: Any
    refusal: str
    raw: bytes


async def claim(session: AsyncSession, most: int) -> list[Claimed]:
    """The oldest waiting mails; whoever dies of them loses them after half a minute."""
    values = {"most": most, "bytes": MOST_BYTES, "held": HELD_SECONDS}
    rows = (await session.execute(_CLAIM, values)).mappings()
    return [
        Claimed(
            **{name: value for name, value in row.items() if name != "decided_at"},
            again=row["decided_at"] is not None,
        )
        for row in rows
    ]


async def give_back(session: AsyncSession, ids: list[int], seconds: float, *, counted: bool) -> None:
    """Let mails be taken again after so many seconds; `counted` where the mail may be what was wrong."""
    values = {"ids": ids, "seconds": seconds, "uncounted": 0 if counted else 1}
    await session.execute(_GIVE_BACK, values)
