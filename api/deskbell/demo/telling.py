"""Telling the week: every message in the order in which it was said, by the same verbs as everybody's."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import ARRAY, BigInteger, DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.demo.known import Known
from deskbell.demo.mails import Postman, mail
from deskbell.demo.week import Said, Tale
from deskbell.tickets.actions.add_note import add_note
from deskbell.tickets.actions.assign import assign
from deskbell.tickets.actions.change_fields import change_fields
from deskbell.tickets.actions.create import create
from deskbell.tickets.actions.label import add_label
from deskbell.tickets.actions.move import move
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.actions.set_status import set_status
from deskbell.tickets.models import Ticket
from deskbell.tickets.schemas import (
    MessageBody,
    ReplyCreate,
    TicketAgentCreate,
    TicketAgentUpdate,
    TicketCreate,
    TicketUpdate,
)

SETTLED_AFTER = timedelta(minutes=5)

_ENDS = text("""
select coalesce((select max(id) from events), 0) as event,
    coalesce((select max(id) from messages), 0) as message,
    coalesce((select max(id) from inbound_mails), 0) as mail
""")
_EVENTS = """
update events set at = span.at
from (select unnest(:low) as low, unnest(:high) as high, unnest(:at) as at) as span
where id > low and id <= high
"""
_MESSAGES = """
update messages set created_at = span.at
from (select unnest(:low) as low, unnest(:high) as high, unnest(:at) as at) as span
where id > low and id <= high
"""
_WORDS = """
update message_search set created_at = messages.created_at
from messages where messages.id = message_search.message_id
"""
_MAILS = """
update inbound_mails set received_at = span.at, decided_at = span.at + interval '1 second'
from (select unnest(:low) as low, unnest(:high) as high, unnest(:at) as at) as span
where id > low and id <= high and decided_at is not null
"""
_DATE_BACK = {"event": _EVENTS, "message": _MESSAGES, "mail": _MAILS}
_TICKETS = """
update tickets set created_at = said.first, updated_at = said.last from (
    select ticket_id, min(created_at) as first, max(created_at) as last from messages group by ticket_id
) as said
where said.ticket_id = tickets.id
"""


@dataclass(slots=True)
class Clock:
    """Remembers what was written when it is said to have been, and dates all of it back at the end."""

    ends: dict[str, int] = field(default_factory=dict)
    spans: list[tuple[dict[str, int], dict[str, int], datetime]] = field(default_factory=list)

    async def begin(self, session: AsyncSession) -> None:
        """From here on."""
        self.ends = await _ends(session)

    async def stamp(self, session: AsyncSession, at: datetime) -> None:
        """Everything since the last stamp was at this time."""
        await session.flush()
        before, self.ends = self.ends, await _ends(session)
        self.spans.append((before, self.ends, at))

    async def date_back(self, session: AsyncSession) -> None:
        """Write the times down."""
        await session.flush()
        for kind, statement in _DATE_BACK.items():
            spans = [(low[kind], high[kind], at) for low, high, at in self.spans if high[kind] > low[kind]]
            low, high, at = zip(*spans, strict=True) if spans else ((), (), ())
            typed = text(statement).bindparams(
                bindparam("low", type_=ARRAY(BigInteger)),
                bindparam("high", type_=ARRAY(BigInteger)),
                bindparam("at", type_=ARRAY(DateTime(timezone=True))),
            )
            await session.execute(typed, {"low": list(low), "high": list(high), "at": list(at)})
        await session.execute(text(_WORDS))
        await session.execute(text(_TICKETS))
        session.expire_all()


class Teller:
    """Tells the tales, interleaved as they happened."""

    def __init__(self, session: AsyncSession, known: Known, postman: Postman, clock: Clock) -> None:
        """Take whoever and whatever they name."""
        self._session, self._known, self._postman, self._clock = session, known, postman, clock
        self._tickets: dict[Tale, Ticket] = {}
        self._handled: set[Tale] = set()

    async def tell(self, tales: list[Tale]) -> None:
        """Say everything, in order; then every ticket gets the status that it has today."""
        lines = [(said.at, tale, said) for tale in tales for said in tale.said]
        for at, tale, said in sorted(lines, key=lambda line: line[0]):
            await self._say(tale, said)
            await self._clock.stamp(self._session, at)
        for tale in tales:
            ticket = self._tickets[tale]
            clerk = self._known.actor(tale.assignee.address if tale.assignee else self._known.admin)
            await set_status(self._session, clerk, ticket, self._known.statuses[tale.kind])
            at = min(tale.said[-1].at + SETTLED_AFTER, datetime.now(UTC))
            await self._clock.stamp(self._session, at)

    async def _say(self, tale: Tale, said: Said) -> None:
        ticket = self._tickets.get(tale)
        if ticket is None:
            self._tickets[tale] = await self._open(tale, said)
            return
        if self._known.is_customer(said.who.address):
            await self._answer(tale, ticket, said)
            return
        actor = self._known.actor(said.who.address)
        if tale.by_mail and tale not in self._handled:
            self._handled.add(tale)
            await self._take_on(actor, tale, ticket)
        if said.note:
            await add_note(self._session, actor, ticket, MessageBody(text=said.text), "web")
        else:
            await reply(self._session, actor, ticket, ReplyCreate(text=said.text), "web")

    async def _open(self, tale: Tale, said: Said) -> Ticket:
        if tale.by_mail:
            raw = mail(said.who, self._known.mailbox, tale.subject, said.text, said.at, tale.file)
            ticket_id = await self._postman.bring(self._session, raw, said.who.address)
            ticket = await self._session.get(Ticket, ticket_id or 0)
            if ticket is None:
                message = f"the mail {tale.subject!r} became no ticket"
                raise ValueError(message)
            return ticket
        wishes = TicketAgentCreate(
            requester_id=self._known.people[said.who.address],
            as_requester=True,
            department_id=self._known.departments[tale.department],
            priority_id=self._known.priorities[tale.priority],
            assignee_id=self._known.people[tale.assignee.address] if tale.assignee else None,
            label_ids=[self._known.labels[name] for name in tale.labels],
        )
        body = TicketCreate(subject=tale.subject, text=said.text, agent=wishes)
        return (await create(self._session, self._known.actor(self._known.admin), body, "web")).ticket

    async def _answer(self, tale: Tale, ticket: Ticket, said: Said) -> None:
        if not tale.by_mail:
            actor = self._known.actor(said.who.address)
            await reply(self._session, actor, ticket, ReplyCreate(text=said.text), "web")
            return
        to = self._postman.reply_address(ticket.id, self._known.people[said.who.address])
        raw = mail(said.who, to, f"Re: {tale.subject}", said.text, said.at)
        await self._session.flush()
        await self._postman.bring(self._session, raw, said.who.address, to)
        await self._session.refresh(ticket)

    async def _take_on(self, actor: Actor, tale: Tale, ticket: Ticket) -> None:
        """What an agent does first: sort it, and make somebody responsible."""
        await move(self._session, actor, ticket, self._known.departments[tale.department])
        wanted = TicketAgentUpdate(priority_id=self._known.priorities[tale.priority])
        await change_fields(self._session, actor, ticket, TicketUpdate(agent=wanted))
        for name in tale.labels:
            await add_label(self._session, actor, ticket, self._known.labels[name])
        if tale.assignee is not None:
            await assign(self._session, actor, ticket, self._known.people[tale.assignee.address])


async def _ends(session: AsyncSession) -> dict[str, int]:
    return dict((await session.execute(_ENDS)).mappings().one())
