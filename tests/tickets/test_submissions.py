"""Tickets of guests: for an address that proves nothing, told alike, opened by mail (T45, T56, T85, T86)."""

import re

import pytest
from sqlalchemy import event, func, select
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, raw_of, text_in
from tests.factories.uploads import PNG
from tests.tickets.test_links import client_of

from deskbell.channels.email.outbox.actions import order_receipt as receipts
from deskbell.channels.email.outbox.kept import opened
from deskbell.events.models import StoredEvent
from deskbell.files.models import File
from deskbell.tickets import submission_endpoints
from deskbell.tickets.models import Ticket
from deskbell.users.models import User, UserAddress

PATH = "/v1/ticket-submissions"
NIA = "nia@customer.example"
LINK = re.compile(r"https?://[^\s\"<>]+/t#token=([\w-]{20,100})")


def body(email=NIA, **more):
    return {
        "requester": {"name": "CANARY-NAME", "email": email},
        "subject": "CANARY-SUBJECT",
        "text": "CANARY-WORDS",
        **more,
    }


async def upload(client, name="note.txt", content=b"words"):
    kept = await client.post(f"{PATH}/files", files={"file": (name, content)})
    assert kept.status_code == 201, kept.text
    return {member: kept.json()[member] for member in ("id", "claim")}


@pytest.fixture
def letter(session, settings):
    """`await letter()`: the last mail with its words, opened."""
    desk = make_desk_of(settings)

    async def read():
        from email import message_from_bytes
        from email.policy import default

        *_, mail = await fix_all(session, desk)
        assert mail.state == "queued", mail.reason
        return mail, message_from_bytes(
            opened(desk.sealer, mail.id, await raw_of(session, mail), True), policy=default
        )

    return read


async def test_a_stranger_asks_and_the_mail_opens_it(app, desk, anonymous, session, drain, letter):
    file = await upload(anonymous, "leak.png", PNG)
    answer = await anonymous.post(PATH, json=body(files=[file]))
    assert answer.status_code == 202, answer.text
    assert set(answer.json()) == {"reference"}
    await drain()
    mail, message = await letter()
    assert (mail.kind, mail.correspondent) == ("ticket_link", NIA)
    said = text_in(message)
    assert answer.json()["reference"] in said
    assert "has arrived" in said
    for words in ("CANARY-NAME", "CANARY-SUBJECT", "CANARY-WORDS"):  # T56
        assert words not in said
    secret = LINK.search(said)[1]
    token = (await anonymous.post("/v1/sessions/link", json={"token": secret})).json()
    async with client_of(app, {"authorization": f"Bearer {token['access_token']}"}) as guest:
        shown = (await guest.get(f"/v1/tickets/{token['ticket_id']}/conversation")).json()
        [first] = shown["messages"]["items"]
        assert (shown["ticket"]["subject"], first["text"]) == ("CANARY-SUBJECT", "CANARY-WORDS")
        assert first["author"]["name"] == "CANARY-NAME"
        [attached] = first["attachments"]
        assert (await anonymous.get(attached["url"].removeprefix("http://test"))).content == PNG
        solved = await guest.put(f"/v1/tickets/{token['ticket_id']}/solved")
        assert solved.json()["status"]["kind"] == "solved"


async def test_t85_known_or_not_the_answer_and_the_work_are_alike(desk, anonymous, engine, session, events):
    """T15, T52 too: an agent's address opens a customer's ticket, and nothing of an account is changed."""
    address = await session.scalar(select(UserAddress.address).where(UserAddress.user_id == desk.agent.id))
    heard, told = [], []

    def hear(_connection, _cursor, statement, *_):
        heard.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    try:
        for email in (address, NIA):
            heard.clear()
            answer = await anonymous.post(PATH, json=body(email))
            told.append((answer.status_code, sorted(answer.json()), len(heard)))
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
    assert told[0] == told[1]
    known, new = await session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(2))
    assert desk.agent.id in {known.requester_id, new.requester_id}
    agent = await session.get(User, desk.agent.id, populate_existing=True)
    assert (agent.name == "CANARY-NAME", agent.level) == (False, 2)
    kinds = select(StoredEvent.actor_kind, StoredEvent.actor_id).where(StoredEvent.ticket_id == new.id)
    assert {tuple(row) for row in await session.execute(kinds)} == {("guest", None)}
    unclaimed = select(User.claimed_at).where(User.id.in_([known.requester_id, new.requester_id]))
    assert None in set(await session.scalars(unclaimed))


async def test_an_address_of_ours_is_refused(desk, anonymous, session):
    session.add(UserAddress(user_id=None, address="desk@customer.example"))
    await session.flush()
    answer = await anonymous.post(PATH, json=body("Desk@customer.example"))
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/requester/email"]


async def test_files_are_theirs_who_know_the_secret(desk, anonymous, as_agent, session):
    mine, other = await upload(anonymous), await upload(anonymous)
    wrong = body(files=[mine, other | {"claim": mine["claim"]}])
    answer = await anonymous.post(PATH, json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "file_not_yours")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/files/1"]
    stolen = {"text": "x", "file_ids": [mine["id"]]}
    path = f"/v1/tickets/{desk.ticket.id}/messages"
    assert (await as_agent.post(path, json=stolen)).status_code == 422
    assert (await anonymous.get(f"/v1/files/{mine['id']}")).status_code == 404
    assert (await anonymous.post(PATH, json=body(files=[mine, mine]))).status_code == 202
    assert (await anonymous.post(PATH, json=body(files=[mine]))).status_code == 422
    kept = await session.get(File, mine["id"], populate_existing=True)
    assert (kept.claim_hash, kept.owner_id is not None) == (None, True)


async def test_t56_t89_limits(desk, anonymous, session, drain, monkeypatch):
    monkeypatch.setattr(submission_endpoints, "TICKETS", 4)
    monkeypatch.setattr(submission_endpoints, "OF_ADDRESS", 2)
    monkeypatch.setattr(submission_endpoints, "FILES", 1)
    asked = [(await anonymous.post(PATH, json=body())).status_code for _ in range(3)]
    assert asked == [202, 202, 429]
    asked = [(await anonymous.post(PATH, json=body(f"{n}@x.example"))).status_code for n in range(2)]
    assert asked == [202, 429]
    await upload(anonymous)
    again = await anonymous.post(f"{PATH}/files", files={"file": ("a", b"b")})
    assert (again.status_code, int(again.headers["retry-after"]) > 0) == (429, True)
    monkeypatch.setattr(receipts, "PER_HELPDESK", (receipts.PER_HELPDESK[0], 1))
    await drain()
    assert await session.scalar(select(func.count()).select_from(Ticket)) == 5
    assert len(await mails_of(session)) == 1  # one in ten minutes to the one, and the cap before the other


async def test_solving(desk, client_as, anonymous, as_agent, events):
    path, client = f"/v1/tickets/{desk.ticket.id}", await client_as(desk.customer)
    assert (await client.get(path)).json()["can"]["solve"]
    for _ in range(2):
        assert (await client.put(f"{path}/solved")).json()["status"]["kind"] == "solved"
    await client.post(f"{path}/messages", json={"text": "Once more"})
    assert (await client.get(path)).json()["status"]["kind"] == "open"
    assert (await as_agent.put(f"{path}/solved")).json()["status"]["kind"] == "solved"
    changed = [each for each in await events(ticket_id=desk.ticket.id) if each == "ticket.status_changed"]
    assert len(changed) == 3
    assert (await anonymous.put(f"{path}/solved")).status_code == 404
    assert (await (await client_as(desk.other_customer)).put(f"{path}/solved")).status_code == 404
    found = await client.get("/v1/search/tickets", params={"q": "Once more", "status_kind": "solved"})
    assert [each["id"] for each in found.json()["items"]] == [desk.ticket.id]
    found = await client.get("/v1/search/tickets", params={"q": "Once more", "status_kind": ["new", "open"]})
    assert found.json()["items"] == []
