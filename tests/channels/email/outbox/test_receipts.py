"""The receipt of a first mail: to whom, how often, and with nothing of what was written (T56, T59)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from tests.factories.desk import make_desk
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, parsed, recipients_of, text_in
from tests.factories.tickets import make_ticket, messages_of
from tests.factories.user_groups import make_group, take_away
from tests.factories.users import make_user

from deskbell.channels.email.inbound.models import InboundMail
from deskbell.channels.email.outbox.actions import order_receipt as receipts
from deskbell.channels.email.outbox.models import OutgoingMail
from deskbell.events.models import StoredEvent

VICTIM = "victim@example.org"


async def arrived(session, desk, user, *, address=VICTIM, text="CANARY-WORDS", **columns):
    """A ticket that a mail opened."""
    ticket = await make_ticket(
        session, user, desk.support, subject="CANARY-SUBJECT", text=text, channel="email"
    )
    (message,) = await messages_of(session, ticket.id)
    values = {
        "fate": "accepted",
        "answerable": True,
        "user_id": user.id,
        "ticket_id": ticket.id,
        "message_id": message.id,
        "name": "CANARY-NAME",
        "address": address,
        **columns,
    }
    row = InboundMail(
        department_id=desk.support.id,
        sha256=str(ticket.id).encode(),
        size=1,
        source="smtp",
        sender=address,
        recipients=[],
        **values,
    )
    session.add(row)
    await session.flush()
    return ticket


@pytest.fixture
async def desk(session):
    return await make_desk(session)


async def test_a_receipt(session, settings, desk, drain):
    user = await make_user(session, name="CANARY-NAME", address=VICTIM)
    ticket = await arrived(session, desk, user)
    await drain()
    (mail,) = await fix_all(session, make_desk_of(settings))
    message = await parsed(session, mail)
    assert (mail.kind, mail.return_path, mail.correspondent) == ("receipt", "", VICTIM)
    assert [each.addr_spec for each in message["To"].addresses] == [VICTIM]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert ticket.reference in message["Subject"]
    said = text_in(message)
    assert "CANARY-WORDS" not in said
    assert "CANARY-SUBJECT" not in said


@pytest.mark.parametrize(
    "columns", [{"answerable": False}, {"fate": "held"}, {"fate": "refused"}, {"message_id": None}]
)
async def test_no_receipt(session, desk, drain, columns):
    """Robots, lists, bounces and mails of doubtful authors get none; the inbound road says which they are."""
    await arrived(session, desk, desk.customer, **columns)
    await drain()
    assert await mails_of(session) == []


async def test_a_ticket_by_form_gets_none(session, desk, drain):
    await make_ticket(session, desk.customer, desk.support)
    await drain()
    assert await mails_of(session) == []


async def test_one_in_ten_minutes_and_five_a_day(session, desk, drain):
    """T56: whatever stands behind the `+`, it is the same mailbox."""
    user = await make_user(session, address=VICTIM)
    for address in (VICTIM, VICTIM, "Victim+1@example.org", "victim+2+3@example.org"):
        await arrived(session, desk, user, address=address)
        await drain()
    assert len(await mails_of(session)) == 1
    for _ in range(8):
        earlier = OutgoingMail.created_at - timedelta(minutes=11)
        await session.execute(update(OutgoingMail).values(created_at=earlier))
        await arrived(session, desk, user)
        await drain()
    assert len(await mails_of(session)) == 5
    await arrived(session, desk, user, address="other@example.org")
    await drain()
    *_, last = await mails_of(session)
    assert [each.address for each in await recipients_of(session, last)] == ["other@example.org"]


async def test_the_helpdesk_has_a_cap_too(session, desk, drain, monkeypatch):
    monkeypatch.setattr(receipts, "PER_HELPDESK", (timedelta(hours=1), 3))
    for number in range(6):
        await arrived(session, desk, desk.customer, address=f"victim{number}@example.org")
    await drain()
    assert len(await mails_of(session)) == 3


@pytest.mark.commits
async def test_caps_hold_in_a_race(live_database):
    """Many workers at once order one receipt."""
    async with live_database.session() as session:
        desk = await make_desk(session)
        user = await make_user(session, address=VICTIM)
        for _ in range(12):
            await arrived(session, desk, user)

    async def work():
        async with live_database.session() as session:
            events = select(StoredEvent).where(StoredEvent.type == "ticket.created")
            for event in await session.scalars(events):
                await receipts.order_receipt(session, event)

    await asyncio.gather(*(work() for _ in range(6)))
    async with live_database.session() as session:
        assert len(await mails_of(session)) == 1


async def test_no_receipt_goes_to_whose_groups_do_not_get_any(session, desk, drain):
    """The groups of the account that owns the From address say it (domain.md 3.1)."""
    await take_away(session, "tickets.receive_autoresponse")
    outside, inside = await make_user(session), await make_user(session)
    await make_group(session, inside, permissions=["tickets.receive_autoresponse"])
    for number, user in enumerate((outside, inside)):
        await arrived(session, desk, user, address=f"{number}@example.org")
    await drain()
    assert [mail.correspondent for mail in await mails_of(session)] == ["1@example.org"]
