"""The ledger: who sees what, the raw mail as it came, and reading once more."""

import pytest
from tests.channels.email.inbound.mails import mail
from tests.conftest import client_of
from tests.factories.departments import give
from tests.factories.inbound import make_inbound
from tests.factories.mailboxes import make_mailbox
from tests.factories.sessions import token_for
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.channels.email.parsing import Headers, Parsed
from deskbell.channels.email.parsing.parser import Parser
from deskbell.departments.models import Department


@pytest.fixture
async def things(session, settings, client_as):
    """Two mailboxes of two departments, with a mail each, and people who ask."""
    mine, other = await make_mailbox(session, settings), await make_mailbox(session, settings)
    agent = await make_agent(session)
    department = await session.get(Department, mine.department_id)
    await give(session, agent, department)
    return {
        "mine": await make_inbound(session, mine, subject="Printer 100% broken"),
        "other": await make_inbound(session, other),
        "mailbox": mine,
        "department": department,
        "agent": await client_as(agent),
        "admin": await client_as(await make_admin(session)),
        "customer": await client_as(await make_user(session)),
    }


async def listed(client, **query):
    response = await client.get("/v1/inbound-mails", params=query)
    assert response.status_code == 200, response.text
    return [each["id"] for each in response.json()["items"]]


async def test_an_agent_sees_those_of_their_departments(things):
    mine, other = things["mine"], things["other"]
    assert await listed(things["agent"]) == [mine.id]
    assert await listed(things["admin"]) == [other.id, mine.id]
    for mail_id, status in ((mine.id, 200), (other.id, 404), (10**12, 404)):
        for path in ("", "/raw"):
            response = await things["agent"].get(f"/v1/inbound-mails/{mail_id}{path}")
            assert response.status_code == status
    assert (await things["customer"].get("/v1/inbound-mails")).status_code == 403


async def test_a_mail_goes_where_its_ticket_goes(things, session, settings):
    customer = await make_user(session)
    things["other"].ticket_id = (await make_ticket(session, customer, things["department"])).id
    await session.flush()
    assert await listed(things["agent"]) == [things["other"].id, things["mine"].id]
    hidden = await make_mailbox(session, settings)
    elsewhere = await session.get(Department, hidden.department_id)
    things["mine"].ticket_id = (await make_ticket(session, customer, elsewhere)).id
    await session.flush()
    assert await listed(things["agent"]) == [things["other"].id]


async def test_it_is_searched_and_paged(things, session):
    mine, admin = things["mine"], things["admin"]
    assert await listed(admin, q="100%") == [mine.id]
    assert await listed(admin, q="NIA@example") == [things["other"].id, mine.id]
    assert await listed(admin, q="%") == [mine.id]
    assert await listed(admin, fate="accepted") == []
    assert await listed(admin, mailbox_id=mine.mailbox_id, fate=["held", "waiting"]) == [mine.id]
    page = (await admin.get("/v1/inbound-mails", params={"limit": 1})).json()
    assert await listed(admin, limit=1, cursor=page["next_cursor"]) == [mine.id]


async def test_the_raw_mail_is_saved_and_never_shown(things, session):
    raw = b"From: <script>\r\n\r\n<script>alert(1)</script>\x00\xff"
    row = await make_inbound(session, things["mailbox"], raw=raw)
    response = await things["agent"].get(f"/v1/inbound-mails/{row.id}/raw")
    assert response.content == raw
    assert response.headers["content-type"].startswith("text/plain")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"] == f'attachment; filename="mail-{row.id}.txt"'
    assert "sandbox" in response.headers["content-security-policy"]


async def test_only_admins_replay_and_only_what_became_no_message(things, session):
    path = f"/v1/inbound-mails/{things['mine'].id}/replay"
    assert (await things["agent"].post(path)).status_code == 403
    first = await things["admin"].post(path)
    assert (first.status_code, first.json()["fate"]) == (200, "waiting")
    again = await things["admin"].post(path)
    assert (again.status_code, again.json()["code"]) == (409, "mail_not_replayable")
    assert (await things["admin"].post("/v1/inbound-mails/999999999/replay")).status_code == 404


async def admin_of(app, database):
    async with database.session() as session:
        token = await token_for(session, app, await make_admin(session))
    return client_of(app, {"authorization": f"Bearer {token}"})


async def test_what_could_not_be_read_is_read_after_a_fix(desk, live_app, receive, take_in, monkeypatch):
    real = Parser.parse

    async def broken(_parser, _raw):
        return Parsed(Headers(), unreadable="crashed")

    monkeypatch.setattr(Parser, "parse", broken)
    row = await receive(mail("The whole matter."))
    assert (row.fate, row.reason) == ("unreadable", "crashed")
    monkeypatch.setattr(Parser, "parse", real)
    async with await admin_of(live_app, desk.database) as admin:
        assert (await admin.post(f"/v1/inbound-mails/{row.id}/replay")).status_code == 200
        [after] = await take_in()
        assert (after.fate, after.ticket_id, after.threaded_by) == ("accepted", row.ticket_id, "replay")
        told = await admin.get(f"/v1/tickets/{row.ticket_id}/messages")
    assert "The whole matter." in told.json()["items"][1]["text"]


async def test_what_is_held_is_let_through_once_a_person_says_so(desk, live_app, receive, take_in):
    for number in range(21):
        row = await receive(mail(str(number), Auto_Submitted="auto-generated"))
    assert row.fate == "held"
    async with await admin_of(live_app, desk.database) as admin:
        made = await admin.post("/v1/inbound-mails/replays", json={"inbound_mail_ids": [row.id]})
        place = f"/v1/inbound-mails/replays/{made.json()['id']}"
        assert (made.status_code, made.json()["waiting"]) == (201, 1)
        assert (await take_in())[-1].fate == "accepted"
        told = (await admin.get(place)).json()
    assert (told["mails"], told["waiting"], told["accepted"], told["others"]) == (1, 0, 1, 0)
