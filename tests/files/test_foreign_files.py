"""Files of others: not to be had by their number, nor to be taken by naming them (T01, T10)."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from tests.conftest import client_of
from tests.factories.tickets import messages_of
from tests.factories.uploads import PNG, upload

from deskbell.files.models import File
from deskbell.tickets.messages.models import MessageFile


async def rows(session):
    """Everything that is known of files."""
    tables = (File.__table__, MessageFile.__table__)
    return [sorted((await session.execute(select(table))).all(), key=str) for table in tables]


@pytest.fixture
async def foreign(desk, client_as):
    """A picture in a public message of the other department's ticket."""
    client = await client_as(desk.other_agent)
    file = await upload(client, "theirs.png", PNG)
    body = {"html": f'<img src="/v1/files/{file["id"]}">', "file_ids": [file["id"]]}
    said = await client.post(f"/v1/tickets/{desk.foreign.id}/messages", json=body)
    assert said.status_code == 201, said.text
    return file


async def test_download_is_for_those_who_read_the_message(desk, client_as, anonymous, foreign):
    path = f"/v1/files/{foreign['id']}"
    expected = {
        "other_agent": 200,
        "other_customer": 200,
        "admin": 200,
        "agent": 404,
        "customer": 404,
        "homeless": 404,
    }
    for who, status in expected.items():
        response = await (await client_as(getattr(desk, who))).get(path)
        assert response.status_code == status, who
        assert (response.content == PNG) == (status == 200), who
    unknown = await anonymous.get(f"/v1/files/{uuid4()}")
    refused = await anonymous.get(path)
    assert refused.status_code == unknown.status_code == 404
    assert refused.json() == unknown.json()


async def test_uploader_reads_it_only_as_long_as_the_ticket(desk, client_as, as_admin, foreign):
    """Whoever loses the ticket loses its files, those that they uploaded themselves too."""
    client = await client_as(desk.other_agent)
    moved = await as_admin.put(
        f"/v1/tickets/{desk.foreign.id}/department", json={"department_id": desk.support.id}
    )
    assert moved.status_code == 200, moved.text
    assert (await client.get(f"/v1/files/{foreign['id']}")).status_code == 404
    assert (await (await client_as(desk.agent)).get(f"/v1/files/{foreign['id']}")).status_code == 200


async def test_link_of_another_ticket_opens_no_file(desk, app, as_agent, anonymous, foreign, path):
    link = (await as_agent.post(f"{path}/links", json={"days": 1})).json()
    token = (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).json()
    own = await upload(as_agent, "own.txt")
    await as_agent.post(f"{path}/messages", json={"text": "x", "file_ids": [own["id"]]})
    async with client_of(app, {"authorization": f"Bearer {token['access_token']}"}) as bearer:
        assert (await bearer.get(f"/v1/files/{own['id']}")).status_code == 200
        assert (await bearer.get(f"/v1/files/{foreign['id']}")).status_code == 404


@pytest.mark.parametrize("which", ["attached", "unattached", "unknown", "own but in use"])
@pytest.mark.parametrize("who", ["agent", "customer", "admin"])
async def test_naming_what_is_not_free_and_one_s_own(desk, path, client_as, session, foreign, which, who):
    """No message takes the file over, whoever asks: an admin neither; nothing is changed."""
    client = await client_as(getattr(desk, who))
    wanted = {"attached": foreign["id"], "unknown": str(uuid4())}.get(which)
    if which == "unattached":
        wanted = (await upload(await client_as(desk.other_agent)))["id"]
    if which == "own but in use":
        wanted = (await upload(client))["id"]
        used = await client.post(f"{path}/messages", json={"text": "x", "file_ids": [wanted]})
        assert used.status_code == 201, used.text
    own = (await upload(client))["id"]
    before, said = await rows(session), await messages_of(session, desk.ticket.id)
    body = {"html": f'<img src="/v1/files/{wanted}">', "file_ids": [own, wanted]}
    asks = [(f"{path}/messages", body), ("/v1/tickets", {"subject": "S", **body})]
    if who != "customer":
        asks.append((f"{path}/notes", body))
    for address, sent in asks:
        refused = await client.post(address, json=sent)
        assert (refused.status_code, refused.json()["code"]) == (422, "file_not_yours"), refused.text
        assert [each["pointer"] for each in refused.json()["errors"]] == ["/file_ids/1"]
    assert await rows(session) == before
    assert len(await messages_of(session, desk.ticket.id)) == len(said)


async def test_file_named_twice_is_attached_once(path, as_agent):
    file = await upload(as_agent)
    said = await as_agent.post(f"{path}/messages", json={"text": "x", "file_ids": [file["id"]] * 3})
    assert said.status_code == 201, said.text
    assert [each["id"] for each in said.json()["attachments"]] == [file["id"]]


async def test_attachments_keep_their_order(path, as_agent):
    ids = [(await upload(as_agent, f"{number}.txt"))["id"] for number in range(4)][::-1]
    said = await as_agent.post(f"{path}/messages", json={"text": "x", "file_ids": ids})
    assert [each["id"] for each in said.json()["attachments"]] == ids
