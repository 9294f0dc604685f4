"""Replies that can be taken back: nobody else's until they are sent, and then sent in any case."""

import pytest
from sqlalchemy import select, update
from tests.factories.desk import make_desk
from tests.factories.tickets import messages_of, status_of
from tests.factories.uploads import upload

from deskbell.core.jobs import enqueue
from deskbell.events.models import StoredEvent
from deskbell.tickets.actions.hold_reply import SEND
from deskbell.tickets.models import HeldReply


@pytest.fixture
async def desk(session, app):
    """People, places and two tickets, by name."""
    made = await make_desk(session)
    app.state.dimensions.drop()
    return made


@pytest.fixture
def path(desk):
    """Where replies to the customer's ticket are held."""
    return f"/v1/tickets/{desk.ticket.id}/held-replies"


@pytest.fixture
async def agent(client_as, desk):
    """The agent's client."""
    return await client_as(desk.agent)


@pytest.fixture
def send(session, drain):
    """`await send()`: as if the seconds had passed."""

    async def run():
        session.expunge_all()  # a worker knows nothing of before
        for number in await session.scalars(select(HeldReply.id)):
            await enqueue(session, SEND, {"held_reply_id": number})
        await drain()

    return run


async def said(session, desk):
    return [message.text for message in await messages_of(session, desk.ticket.id)]


async def hold(client, path, **body):
    response = await client.post(path, json={"text": "On its way", **body})
    assert response.status_code == 201, response.text
    return response.json()


async def test_it_is_sent_later_with_its_status_and_files(session, agent, client_as, desk, path, send, drain):
    file = await upload(agent, "a.txt", b"words")
    solved = await status_of(session, "solved")
    before = await said(session, desk)
    held = await hold(agent, path, file_ids=[file["id"]], status_id=solved.id)
    assert [each["name"] for each in held["files"]] == ["a.txt"]
    assert (held["status_id"], held["refused"]) == (solved.id, None)
    await drain()
    assert await said(session, desk) == before
    await send()
    assert await said(session, desk) == [*before, "On its way"]
    customer = await client_as(desk.customer)
    page = (await customer.get(f"/v1/tickets/{desk.ticket.id}/messages")).json()["items"]
    assert [each["name"] for each in page[-1]["attachments"]] == ["a.txt"]
    assert page[-1]["author"] == {"id": desk.agent.id, "name": desk.agent.name, "staff": True}
    assert (await agent.get(f"/v1/tickets/{desk.ticket.id}")).json()["status"]["id"] == solved.id
    assert (await agent.get(path)).json()["items"] == []
    await send()
    assert await said(session, desk) == [*before, "On its way"]


async def test_taken_back_it_is_never_sent(session, agent, desk, path, send):
    before, version = await said(session, desk), desk.ticket.version
    held = await hold(agent, path)
    assert [each["id"] for each in (await agent.get(path)).json()["items"]] == [held["id"]]
    assert (await agent.delete(f"{path}/{held['id']}")).status_code == 204
    again = await agent.delete(f"{path}/{held['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "already_sent")
    await enqueue(session, SEND, {"held_reply_id": held["id"]})
    await send()
    assert await said(session, desk) == before
    assert (await agent.get(f"/v1/tickets/{desk.ticket.id}")).json()["version"] == version


async def test_t60_nobody_else_sees_it(session, agent, client_as, desk, path):
    held = await hold(agent, path, text="canary")
    for who in ("second", "admin", "customer"):
        client = await client_as(getattr(desk, who))
        listed = await client.get(path)
        assert "canary" not in listed.text, who
        refused = await client.delete(f"{path}/{held['id']}")
        assert refused.status_code == (403 if who == "customer" else 404), who
        for place in ("", "/messages", "/conversation", "/history"):
            answer = await client.get(f"/v1/tickets/{desk.ticket.id}{place}")
            assert "canary" not in answer.text, (who, place)
        assert (await client.get("/v1/search/tickets", params={"q": "canary"})).json()["items"] == [], who
    stranger = await client_as(desk.other_agent)
    for response in (await stranger.get(path), await stranger.delete(f"{path}/{held['id']}")):
        assert response.status_code == 404
    assert await session.get(HeldReply, held["id"]) is not None


@pytest.mark.parametrize("what", ["lowered", "disabled", "department", "deleted", "closed"])
async def test_what_may_not_be_sent_any_more_is_kept(session, agent, client_as, desk, path, send, what):
    before = await said(session, desk)
    held = await hold(agent, path)
    admin = await client_as(desk.admin)
    user, ticket = f"/v1/users/{desk.agent.id}", f"/v1/tickets/{desk.ticket.id}"
    closed = await status_of(session, "closed")
    changed, code = {
        "lowered": (("PUT", f"{user}/level", {"level": "user"}), "not_found"),
        "disabled": (("PUT", f"{user}/disabled", None), "not_found"),
        "department": (("PUT", f"{user}/departments", {"department_ids": []}), "not_found"),
        "deleted": (("DELETE", ticket, None), "not_found"),
        "closed": (("PUT", f"{ticket}/status", {"status_id": closed.id}), "ticket_closed"),
    }[what]
    response = await admin.request(changed[0], changed[1], json=changed[2])
    assert response.is_success, response.text
    await send()
    assert await said(session, desk) == before
    kept = await session.get(HeldReply, held["id"], populate_existing=True)
    assert kept.refused == code
    types = select(StoredEvent.type).where(
        StoredEvent.subject_id == kept.id, StoredEvent.subject_type == "held_reply"
    )
    assert list(await session.scalars(types.order_by(StoredEvent.id))) == [
        "held_reply.created",
        "held_reply.refused",
    ]
    if what == "closed":
        [shown] = (await agent.get(path)).json()["items"]
        assert (shown["refused"], "On its way" in shown["html"]) == (code, True)
        assert (await agent.delete(f"{path}/{held['id']}")).status_code == 204


async def test_files_that_are_gone_are_a_refusal_and_no_half_message(session, agent, desk, path, send):
    file = await upload(agent)
    await hold(agent, path, file_ids=[file["id"]])
    taken = await agent.post(
        f"/v1/tickets/{desk.ticket.id}/notes", json={"text": "x", "file_ids": [file["id"]]}
    )
    assert taken.status_code == 201
    before = await said(session, desk)
    await send()
    assert await said(session, desk) == before
    [shown] = (await agent.get(path)).json()["items"]
    assert shown["refused"] == "file_not_yours"


async def test_what_could_not_be_sent_now_is_refused_at_once(session, agent, client_as, desk, path):
    path_of_foreign = f"/v1/tickets/{desk.foreign.id}/held-replies"
    assert (await agent.post(path_of_foreign, json={"text": "x"})).status_code == 404
    assert (await agent.post(path, json={"html": "<p> </p>"})).status_code == 422
    assert (await agent.post(path, json={"text": "x", "status_id": 999_999})).status_code == 422
    stale = await agent.post(path, json={"text": "x"}, headers={"if-match": '"999"'})
    assert stale.status_code == 412
    customer = await client_as(desk.customer)
    assert (await customer.post(path, json={"text": "x"})).status_code == 403
    closed = await status_of(session, "closed")
    await agent.put(f"/v1/tickets/{desk.ticket.id}/status", json={"status_id": closed.id})
    assert (await agent.post(path, json={"text": "x"})).json()["code"] == "ticket_closed"
    assert list(await session.scalars(select(HeldReply.id))) == []


async def test_an_admin_in_the_agents_home_sends_as_an_agent(session, client_as, desk, path, send):
    """The rights are those with which it was written, never the account's higher ones (T27)."""
    client = await client_as(desk.admin, scope="agent")
    response = await client.post(path, json={"text": "x"})
    if response.status_code == 404:
        return
    assert response.status_code == 201, response.text
    await session.execute(update(HeldReply).values(level=1))
    await send()
    assert list(await session.scalars(select(HeldReply.refused))) == ["not_found"]


async def test_t31_what_is_shown_is_sanitized(agent, path):
    held = await hold(agent, path, text=None, html='<p onclick="x()">Hello<script>x()</script></p>')
    assert held["html"] == "<p>Hello</p>"
