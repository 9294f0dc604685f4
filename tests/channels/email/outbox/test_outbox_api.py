"""Outgoing mail over the API: who sees what became of a mail, its bytes, and sends it again."""

import pytest
from sqlalchemy import update
from tests.factories.desk import make_desk
from tests.factories.facts import stored_facts
from tests.factories.mailboxes import make_mailbox
from tests.factories.outgoing import fix_all, mails_of, make_copy, make_desk_of, raw_of
from tests.factories.tickets import make_message

from deskbell.channels.email.inbound.models import InboundMail, MailBounce
from deskbell.channels.email.outbox.models import OutgoingMail
from deskbell.core.pagination import encode_cursor


@pytest.fixture
async def desk(session, drain, settings):
    """A desk with one mail that is written."""
    desk = await make_desk(session)
    await make_copy(session, desk.ticket, "copied@partner.example")
    desk.message_id = await make_message(session, desk.ticket, desk.agent, "Done.")
    await drain()
    (desk.mail,) = await fix_all(session, make_desk_of(settings))
    return desk


@pytest.mark.parametrize(("path", "agents"), [("outgoing-mails", 403), ("outgoing-mails/status", 200)])
async def test_the_outbox_is_the_admins(anonymous, client_as, desk, path, agents):
    assert (await anonymous.get(f"/v1/{path}")).status_code == 401
    assert (await (await client_as(desk.customer)).get(f"/v1/{path}")).status_code == 403
    assert (await (await client_as(desk.agent)).get(f"/v1/{path}")).status_code == agents
    assert (await (await client_as(desk.admin)).get(f"/v1/{path}")).status_code == 200


async def test_agents_count_what_waits_of_their_tickets_only(client_as, session, settings, desk):
    waiting = {}
    mailbox = await make_mailbox(session, settings, desk.support)
    for who in ("agent", "other_agent"):
        client = await client_as(getattr(desk, who))
        status = (await client.get("/v1/outgoing-mails/status")).json()
        assert (status["sends"], status["without_server"]) == (False, [mailbox.id])
        waiting[who] = status["waiting"]
    assert waiting == {"agent": 1, "other_agent": 0}


async def test_a_bounce_stands_with_the_recipient_who_bounced(client_as, session, settings, desk):
    mailbox = await make_mailbox(session, settings, desk.support)
    came = InboundMail(
        mailbox_id=mailbox.id,
        department_id=desk.support.id,
        sha256=b"1",
        size=1,
        source="smtp",
        sender="",
        recipients=[],
    )
    session.add(came)
    await session.flush()
    report = {"inbound_mail_id": came.id, "mail_id": desk.mail.id, "recipient": "COPIED@partner.example"}
    for action, status in (("delayed", "4.4.1"), ("failed", "5.1.1")):
        session.add(MailBounce(**report, action=action, status=status, diagnostic="550 no such user"))
        await session.flush()
    seen = (await (await client_as(desk.agent)).get(f"/v1/outgoing-mails/{desk.mail.id}")).json()
    requester, copied = (each["bounce"] for each in seen["recipients"])
    assert requester is None
    assert (copied["action"], copied["status"], copied["diagnostic"]) == (
        "failed",
        "5.1.1",
        "550 no such user",
    )


@pytest.mark.parametrize("path", ["/v1/outgoing-mails/{}", "/v1/outgoing-mails/{}/raw"])
async def test_a_mail_is_seen_by_who_sees_its_ticket(anonymous, client_as, desk, path):
    path = path.format(desk.mail.id)
    assert (await anonymous.get(path)).status_code == 401
    assert (await (await client_as(desk.customer)).get(path)).status_code == 403
    foreign = await client_as(desk.other_agent)
    hidden = await foreign.get(path)
    assert hidden.status_code == 404
    assert hidden.json() == (await foreign.get(path.replace(str(desk.mail.id), "999999"))).json()
    assert (await (await client_as(desk.agent)).get(path)).status_code == 200


async def test_what_became_of_it(client_as, desk):
    client = await client_as(desk.agent)
    page = (await client.get(f"/v1/tickets/{desk.ticket.id}/deliveries")).json()
    (item,) = page["items"]
    assert item == (await client.get(f"/v1/outgoing-mails/{desk.mail.id}")).json()
    assert (item["state"], item["message_id"], item["can_retry"]) == ("queued", desk.message_id, False)
    assert [(each["address"], each["copied"], each["state"]) for each in item["recipients"]][1:] == [
        ("copied@partner.example", True, "queued")
    ]
    path = f"/v1/tickets/{desk.ticket.id}/deliveries?message_id="
    assert len((await client.get(f"{path}{desk.message_id}")).json()["items"]) == 1
    assert (await client.get(f"{path}999999")).json()["items"] == []
    stranger = await client_as(desk.other_agent)
    assert (await stranger.get(f"/v1/tickets/{desk.ticket.id}/deliveries")).status_code == 404
    assert (await (await client_as(desk.customer)).get(f"{path}1")).status_code == 403


async def test_the_bytes(client_as, session, desk):
    response = await (await client_as(desk.agent)).get(f"/v1/outgoing-mails/{desk.mail.id}/raw")
    assert response.content == await raw_of(session, desk.mail)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment;")
    assert response.headers["content-security-policy"].startswith("sandbox;")


async def test_the_list_is_filtered_and_paged(client_as, session, drain, desk):
    for _ in range(3):
        await make_message(session, desk.ticket, desk.agent)
    await drain()
    mails = await mails_of(session)
    client = await client_as(desk.admin)
    first = (await client.get("/v1/outgoing-mails?limit=3")).json()
    assert [item["id"] for item in first["items"]] == [mail.id for mail in reversed(mails)][:3]
    rest = (await client.get(f"/v1/outgoing-mails?limit=3&cursor={first['next_cursor']}")).json()
    assert ([item["id"] for item in rest["items"]], rest["next_cursor"]) == ([desk.mail.id], None)
    await session.execute(
        update(OutgoingMail).where(OutgoingMail.id == desk.mail.id).values(state="uncertain")
    )
    for query, count in [
        ("state=uncertain", 1),
        ("state=queued&state=uncertain", 4),
        ("kind=receipt", 0),
        (f"ticket_id={desk.foreign.id}", 0),
        ("recipient=COPIED@partner.example", 4),
        ("recipient=copied@partner", 0),
    ]:
        assert len((await client.get(f"/v1/outgoing-mails?{query}")).json()["items"]) == count, query
    assert (await client.get(f"/v1/outgoing-mails?cursor={encode_cursor('x')}")).status_code == 422
    assert (await client.get("/v1/outgoing-mails?state=lost")).status_code == 422


async def test_retry_by_hand(client_as, session, desk):
    agent, path = await client_as(desk.agent), f"/v1/outgoing-mails/{desk.mail.id}/attempts"
    refused = await agent.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "mail_not_retriable")
    values = {"state": "uncertain", "reason": "who knows"}
    await session.execute(update(OutgoingMail).where(OutgoingMail.id == desk.mail.id).values(values))
    assert (await agent.get(f"/v1/outgoing-mails/{desk.mail.id}")).json()["can_retry"] is True
    assert (await (await client_as(desk.other_agent)).post(path)).status_code == 404
    assert (await (await client_as(desk.customer)).post(path)).status_code == 403
    again = await agent.post(path)
    assert (again.status_code, again.json()["state"]) == (201, "queued")
    *_, fact = await stored_facts(session, "outgoing_mail", desk.mail.id)
    assert (fact.type, fact.actor_id) == ("outgoing_mail.retried", desk.agent.id)


async def test_status_says_why_mail_waits(client_as, session, settings, desk):
    client = await client_as(desk.admin)
    status = (await client.get("/v1/outgoing-mails/status")).json()
    assert (status["sends"], status["has_sender"], status["waiting"]) == (False, False, 1)
    assert status["oldest_waiting_at"] is not None
    mailbox = await make_mailbox(session, settings, desk.support)
    status = (await client.get("/v1/outgoing-mails/status")).json()
    assert (status["sends"], status["has_sender"], status["without_server"]) == (False, True, [mailbox.id])
    mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security = "smtp.desk.example", 587, "starttls"
    await session.flush()
    assert (await client.get("/v1/outgoing-mails/status")).json()["sends"] is True


async def test_customers_history_and_stream_know_nothing_of_it(client_as, desk):
    history = (await (await client_as(desk.customer)).get(f"/v1/tickets/{desk.ticket.id}/history")).json()
    assert [item for item in history["items"] if item["type"].startswith("outgoing_mail.")] == []
