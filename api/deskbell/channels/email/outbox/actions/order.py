"""Ordering a mail: the row that makes it exist, exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.events import MailQueued
from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.auth import Actor
from deskbell.core.prepared import Prepared
from deskbell.events.record import record_all

REQUESTER = "requester"

# The numbers are taken beforehand: what comes back of an insert doesn't say which row it was.
_ORDER: Final = Prepared(
    text("""
with given as materialized (
    select nextval(pg_get_serial_sequence('outgoing_mails', 'id')) as id, mail.*
    from jsonb_to_recordset(:mails) as mail(place int, kind text, recipient_class text, ticket_id bigint,
        message_id bigint, user_id bigint, ordered_by_id bigint, correspondent text, people jsonb)
), ordered as (
    insert into outgoing_mails (id, kind, recipient_class, ticket_id, message_id, user_id, ordered_by_id,
        correspondent)
    overriding system value
    select id, kind, recipient_class, ticket_id, message_id, user_id, ordered_by_id, correspondent from given
    order by place
    on conflict (message_id, recipient_class) where message_id is not null do nothing
    returning id
), addressed as (
    insert into outgoing_recipients (mail_id, position, copied, address, name)
    select given.id, person.position, person.copied, person.address, person.name
    from given join ordered using (id),
        jsonb_to_recordset(given.people) as person(position smallint, copied boolean, address text, name text)
    order by given.place, person.position
)
select given.place, given.id from given join ordered using (id) order by given.place
""").bindparams(bindparam("mails", type_=JSONB))
)


@dataclass(frozen=True, slots=True)
class To:
    """One address that a mail is to reach; `copied` stands in Cc."""

    address: str
    name: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mail to be sent: what it is, about what, and to whom, the first one first.

    `ordered_by_id`: whose doing it tells of, where that is not the actor.
    """

    kind: MailKind
    to: Sequence[To]
    recipient_class: str = REQUESTER
    ticket_id: int | None = None
    message_id: int | None = None
    user_id: int | None = None
    correspondent: str | None = None
    ordered_by_id: int | None = None


async def order(session: AsyncSession, actor: Actor, wanted: Wanted) -> int | None:
    """Let a mail be sent; its number, or nothing when its message has one for these recipients already."""
    return (await order_all(session, [(actor, wanted)]))[0]


async def order_all(session: AsyncSession, mails: Sequence[tuple[Actor, Wanted]]) -> list[int | None]:
    """Let many mails be sent, in one statement; for each what `order` says of one."""
    rows = [_row(place, actor, wanted) for place, (actor, wanted) in enumerate(mails) if wanted.to]
    if not rows:
        return [None] * len(mails)
    ordered = await _ORDER.all(session, {"mails": orjson.dumps(rows).decode()})
    numbers: dict[int, int] = {row["place"]: row["id"] for row in ordered}
    await record_all(
        session,
        [
            (
                actor,
                MailQueued(
                    outgoing_mail_id=mail_id, ticket_id=wanted.ticket_id, message_id=wanted.message_id
                ),
            )
            for place, mail_id in numbers.items()
            for actor, wanted in (mails[place],)
        ],
    )
    return [numbers.get(place) for place in range(len(mails))]


def _row(place: int, actor: Actor, wanted: Wanted) -> dict[str, Any]:
    to = {each.address.lower(): each for each in reversed(wanted.to)}
    return {
        "place": place,
        "kind": wanted.kind,
        "recipient_class": wanted.recipient_class,
        "ticket_id": wanted.ticket_id,
        "message_id": wanted.message_id,
        "user_id": wanted.user_id,
        "ordered_by_id": wanted.ordered_by_id or actor.user_id,
        "correspondent": wanted.correspondent,
        "people": [
            {"position": position, "copied": each.copied, "address": each.address, "name": each.name}
            for position, each in enumerate(reversed(to.values()))
        ],
    }
