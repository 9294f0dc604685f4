"""Which mails a message makes, to whom, and what stands in them."""

import pytest
from sqlalchemy import select, update
from tests.factories.desk import make_desk
from tests.factories.facts import stored_facts
from tests.factories.mailboxes import make_mailbox
from tests.factories.outgoing import (
    ADDRESS,
    fix_all,
    mails_of,
    make_copy,
    make_desk_of,
    parsed,
    raw_of,
    recipients_of,
    text_in,
)
from tests.factories.tickets import make_message, make_note, make_ticket
from tests.factories.uploads import PNG, upload
from tests.factories.users import acting_as, make_user

from deskbell.channels.email.inbound.models import KnownMail
from deskbell.channels.email.outbox.jobs import order_replies
from deskbell.channels.email.signed_addresses import bare_address
from deskbell.tickets.actions.follow import add_follower
from deskbell.tickets.actions.remove import delete
from deskbell.users.models import UserAddress


@pytest.fixture
async def desk(session):
    return await make_desk(session)


@pytest.fixture
def sending(settings):
    return make_desk_of(settings)


async def addresses(session, mail):
    return [each.address for each in await recipients_of(session, mail)]


async def address_of(session, user):
    return await session.scalar(select(UserAddress.address).where(UserAddress.user_id == user.id))


async def test_an_agents_answer_goes_to_the_requester_once(session, desk, drain):
    message_id = await make_message(session, desk.ticket, desk.agent, "Try again.")
    await drain()
    (mail,) = await mails_of(session)
    assert (mail.kind, mail.state, mail.recipient_class) == ("reply", "queued", "requester")
    assert (mail.ticket_id, mail.message_id, mail.internet_id) == (desk.ticket.id, message_id, None)
    assert await addresses(session, mail) == [await address_of(session, desk.customer)]
    (queued,) = await stored_facts(session, "outgoing_mail", mail.id)
    assert (queued.type, queued.ticket_id) == ("outgoing_mail.queued", desk.ticket.id)
    said = [
        each for each in await stored_facts(session, "ticket", desk.ticket.id) if "message_id" in each.data
    ]
    await order_replies.work(session, event_ids=[said[-1].id])
    assert len(await mails_of(session)) == 1


async def test_what_customers_and_notes_say_is_not_mailed(session, desk, drain):
    await make_message(session, desk.ticket, desk.customer, "Hello?")
    await make_note(session, desk.ticket, desk.agent, "A difficult one.")
    await drain()
    assert await mails_of(session) == []


async def test_nobody_gets_their_own_words(session, desk, drain):
    own = await make_ticket(session, desk.agent, desk.support)
    await make_message(session, own, desk.agent)
    await drain()
    assert await mails_of(session) == []


async def test_a_deleted_ticket_mails_nothing(session, desk, drain):
    await make_message(session, desk.ticket, desk.agent)
    await delete(session, acting_as(desk.admin), desk.ticket)
    await drain()
    assert await mails_of(session) == []


async def test_followers_get_a_mail_each_and_copied_people_a_place_in_cc(session, desk, drain, sending):
    follower, unproven = await make_user(session, name="Nia"), await make_user(session)
    await session.execute(
        update(UserAddress).where(UserAddress.user_id == unproven.id).values(verified_at=None)
    )
    for user in (follower, unproven, desk.second, desk.customer):
        await add_follower(session, acting_as(desk.agent), desk.ticket, user.id)
    await make_copy(session, desk.ticket, "copied@partner.example")
    await make_message(session, desk.ticket, desk.agent, "All of you: done.")
    await drain()
    first, second = await fix_all(session, sending)
    customer = await address_of(session, desk.customer)
    assert await addresses(session, first) == [customer, "copied@partner.example"]
    assert second.recipient_class == f"follower:{follower.id}"
    shown, apart = await parsed(session, first), await parsed(session, second)
    assert customer in shown["To"]
    assert shown["Cc"] == "copied@partner.example"
    assert await address_of(session, follower) in apart["To"]
    assert customer not in text_in(apart)
    assert "copied@" not in text_in(apart)
    assert first.internet_id != second.internet_id


async def test_who_is_copied_later_gets_nothing_earlier(session, desk, drain, sending):
    await make_message(session, desk.ticket, desk.agent, "Just us.")
    await make_copy(session, desk.ticket, "late@partner.example", before=False)
    await drain()
    (mail,) = await fix_all(session, sending)
    assert "late@partner.example" not in await addresses(session, mail)


async def test_the_history_is_quoted_to_the_requester_alone(session, desk, drain, sending):
    await make_message(session, desk.ticket, desk.customer, "EARLIER-WORDS")
    await make_note(session, desk.ticket, desk.agent, "NOTE-CANARY")
    await make_message(session, desk.ticket, desk.agent, "The answer.")
    await drain()
    (alone,) = await fix_all(session, sending)
    said = text_in(await parsed(session, alone))
    assert "EARLIER-WORDS" in said
    assert "NOTE-CANARY" not in said
    await make_copy(session, desk.ticket, "copied@partner.example")
    await make_message(session, desk.ticket, desk.agent, "Another answer.")
    await drain()
    *_, shared = await fix_all(session, sending)
    assert len(await addresses(session, shared)) == 2
    assert "EARLIER-WORDS" not in text_in(await parsed(session, shared))


async def test_no_trace_of_a_note(app, session, desk, drain, sending, client_as):
    """T60, T62: neither its text nor its file, whatever else goes out on the ticket."""
    client = await client_as(desk.agent)
    secret = await upload(client, "canary-file.txt", b"CANARY-BYTES")
    note = {"html": "<p>CANARY-TEXT</p>", "file_ids": [secret["id"]]}
    assert (await client.post(f"/v1/tickets/{desk.ticket.id}/notes", json=note)).status_code == 201
    picture = await upload(client, "shot.png", PNG, "image/png")
    body = {"html": f'<p>See <img src="{picture["url"]}"></p>', "file_ids": [picture["id"]]}
    assert (await client.post(f"/v1/tickets/{desk.ticket.id}/messages", json=body)).status_code == 201
    await drain()
    (mail,) = await fix_all(session, sending)
    raw = await raw_of(session, mail)
    message = await parsed(session, mail)
    assert b"CANARY" not in raw
    assert b"canary" not in raw
    assert "CANARY" not in text_in(message)
    (attached,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert attached.get_content() == PNG
    assert f"cid:{attached['Content-ID'][1:-1]}" in text_in(message)


async def test_headers_thread_and_answers_find_us(session, desk, drain, sending):
    session.add(KnownMail(internet_id="theirs@customer.example", ticket_id=desk.ticket.id, outgoing=False))
    await make_message(session, desk.ticket, desk.agent, "One.")
    await drain()
    (first,) = await fix_all(session, sending)
    message = await parsed(session, first)
    assert message["In-Reply-To"] == "<theirs@customer.example>"
    assert message["Message-ID"] == f"<{first.internet_id}>"
    token = sending.signer.read_reply_address(str(message["Reply-To"]))
    assert (token.ticket_id, token.user_id) == (desk.ticket.id, desk.customer.id)
    assert sending.signer.read_message_id(first.internet_id).ticket_id == desk.ticket.id
    assert sending.signer.read_bounce_address(first.return_path) == first.id
    assert bare_address(first.return_path) == ADDRESS
    assert "Auto-Submitted" not in message
    assert message["DKIM-Signature"].startswith("v=1; a=rsa-sha256;")
    await make_message(session, desk.ticket, desk.agent, "Two.")
    await drain()
    *_, second = await fix_all(session, sending)
    again = await parsed(session, second)
    assert again["References"].split() == ["<theirs@customer.example>", f"<{first.internet_id}>"]
    assert again["In-Reply-To"] == "<theirs@customer.example>"


async def test_what_is_fixed_stays_as_it_is(session, desk, drain, sending):
    await make_message(session, desk.ticket, desk.agent, "One.")
    await drain()
    (mail,) = await fix_all(session, sending)
    before = await raw_of(session, mail)
    desk.ticket.subject = "Another subject"
    await session.flush()
    assert await fix_all(session, sending) == [mail]
    assert await raw_of(session, mail) == before
    assert before.startswith(b"DKIM-Signature:")


async def test_nothing_goes_to_ourselves(session, settings, desk, drain, sending):
    """T59: an own mailbox is nobody whom we write to, with or without a token."""
    mailbox = await make_mailbox(session, settings, desk.support, address="help@desk.example.com")
    for address in (mailbox.address, "HELP+abc@desk.example.com", ADDRESS):
        await make_copy(session, desk.ticket, address)
    await make_message(session, desk.ticket, desk.agent)
    await drain()
    (mail,) = await fix_all(session, sending)
    states = {each.address: each.state for each in await recipients_of(session, mail)}
    assert states.pop(await address_of(session, desk.customer)) == "queued"
    assert set(states.values()) == {"failed"}
    message = await parsed(session, mail)
    assert "Cc" not in message
    assert "help@desk.example.com" in message["From"]


async def test_only_ourselves_means_no_mail(session, desk, drain, sending):
    await session.execute(
        update(UserAddress).where(UserAddress.user_id == desk.customer.id).values(address=ADDRESS)
    )
    await make_message(session, desk.ticket, desk.agent)
    await drain()
    (mail,) = await fix_all(session, sending)
    assert (mail.state, mail.reason) == ("failed", "This is one of our own mailboxes.")
    assert [each.type for each in await stored_facts(session, "outgoing_mail", mail.id)] == [
        "outgoing_mail.queued",
        "outgoing_mail.failed",
    ]


HOSTILE = [
    "Eve\r\nBcc: victim@evil.example",
    'Eve" <victim@evil.example>, "x',
    "Eve <victim@evil.example>",
    "victim@evil.example,",
    "=?utf-8?q?Eve=0D=0ABcc=3A_victim=40evil.example?=",
    "\u2028Bcc: victim@evil.example",
    "{{7*7}} ${7*7} {% for x in y %}",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_names_change_no_recipient_and_are_no_template(session, desk, drain, sending, name):
    """T58, T79."""
    desk.customer.name = desk.agent.name = name
    desk.ticket.subject = f"Help {name}"
    await make_message(session, desk.ticket, desk.agent, f"Dear {name}")
    await drain()
    (mail,) = await fix_all(session, sending)
    assert mail.state == "queued", mail.reason
    message = await parsed(session, mail)
    assert [each.addr_spec for each in message["To"].addresses] == [await address_of(session, desk.customer)]
    assert [each.addr_spec for each in message["From"].addresses] == [ADDRESS]
    assert "Bcc" not in message
    assert len([header for header in message if header.lower() == "to"]) == 1
    if "{{" in name:
        assert "{{7*7}}" in text_in(message)
        assert "49" not in message.get_body(("plain",)).get_content().replace("2026-", "")


async def test_without_a_sender_mail_waits(session, desk, drain, settings):
    await make_message(session, desk.ticket, desk.agent)
    await drain()
    (mail,) = await fix_all(session, make_desk_of(settings, mail_address=None))
    assert (mail.state, mail.internet_id) == ("queued", None)


async def test_an_agents_first_message_on_behalf_is_mailed(app, session, desk, drain, client_as):
    client = await client_as(desk.agent)
    body = {"subject": "Your order", "text": "It left.", "agent": {"requester_id": desk.customer.id}}
    assert (await client.post("/v1/tickets", json=body)).status_code == 201
    await drain()
    assert [mail.kind for mail in await mails_of(session)] == ["reply"]
