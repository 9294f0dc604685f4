"""What is attached to a note is for agents only (T60)."""

import pytest
from tests.conftest import client_of
from tests.factories.uploads import PNG, fetch, upload

CANARY = "zanzibarcanary"


@pytest.fixture
async def note(path, as_agent):
    """A note with a picture in it and a file beside it; the files."""
    picture = await upload(as_agent, f"{CANARY}.png", PNG + CANARY.encode())
    file = await upload(as_agent, f"{CANARY}.txt", CANARY.encode())
    body = {"html": f'<img src="/v1/files/{picture["id"]}">', "file_ids": [picture["id"], file["id"]]}
    said = await as_agent.post(f"{path}/notes", json=body)
    assert said.status_code == 201, said.text
    assert len(said.json()["attachments"]) == 2
    return [picture, file]


@pytest.fixture
async def outsiders(app, desk, path, as_agent, as_customer, client_as, anonymous):
    """Everybody who reads the ticket as a customer does, and those who don't read it at all."""
    link = (await as_agent.post(f"{path}/links", json={"days": 1})).json()
    token = (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).json()
    async with client_of(app, {"authorization": f"Bearer {token['access_token']}"}) as bearer:
        yield {
            "customer": as_customer,
            "link": bearer,
            "agent at home": await client_as(desk.agent, scope="user"),
            "other agent": await client_as(desk.other_agent),
            "other customer": await client_as(desk.other_customer),
            "guest": anonymous,
        }


async def test_t60_no_customer_gets_it(note, path, outsiders, as_agent):
    pages = [f"/v1/files/{file['id']}" for file in note]
    pages += [path, f"{path}/conversation", f"{path}/messages", f"{path}/history", "/v1/tickets"]
    for name, client in outsiders.items():
        for page in pages:
            response = await client.get(page)
            assert CANARY not in response.text, (name, page)
            assert not any(file["id"] in response.text for file in note), (name, page)
            assert response.status_code == 404 or not page.startswith("/v1/files"), (name, page)
    for page in pages[:2]:
        assert (await as_agent.get(page)).status_code == 200


async def test_t60_nobody_can_name_it_again(note, path, outsiders, as_agent):
    """Neither the customer, nor the agent who attached it: a public message would show it."""
    for client in (outsiders["customer"], outsiders["link"], as_agent):
        for file in note:
            body = {"html": f'<p>x</p><img src="/v1/files/{file["id"]}">', "file_ids": [file["id"]]}
            refused = await client.post(f"{path}/messages", json=body)
            assert (refused.status_code, refused.json()["code"]) == (422, "file_not_yours")
            quoted = await client.post(f"{path}/messages", json={"html": body["html"]})
            assert file["id"] not in quoted.text


async def test_t60_requester_who_is_an_agent_reads_it_as_an_agent_only(app, desk, session, client_as):
    from tests.factories.tickets import make_ticket

    own = await make_ticket(session, desk.agent, desk.support)
    second = await client_as(desk.second)
    file = await upload(second, f"{CANARY}.txt", CANARY.encode())
    body = {"text": "x", "file_ids": [file["id"]]}
    assert (await second.post(f"/v1/tickets/{own.id}/notes", json=body)).status_code == 201
    at_work, at_home = await client_as(desk.agent), await client_as(desk.agent, scope="user")
    assert (await at_work.get(f"/v1/files/{file['id']}")).status_code == 200
    assert (await at_home.get(f"/v1/files/{file['id']}")).status_code == 404
    [read] = (await at_work.get(f"/v1/tickets/{own.id}/messages")).json()["items"][-1]["attachments"]
    assert (await fetch(app, read["url"])).text == CANARY
