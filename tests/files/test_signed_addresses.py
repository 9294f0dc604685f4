"""A signed address works without a token, and dies with what it was signed for (house.md section 7)."""

from datetime import UTC, datetime

import pytest
from tests.conftest import client_of
from tests.factories.departments import make_department
from tests.factories.uploads import fetch, upload

CONTENT = b"the attachment"


@pytest.fixture
async def file(path, as_agent):
    """A file of a public message."""
    made = await upload(as_agent, "a.txt", CONTENT)
    said = await as_agent.post(f"{path}/messages", json={"text": "x", "file_ids": [made["id"]]})
    assert said.status_code == 201, said.text
    return made


async def address(client, path):
    """The address that this reader is given."""
    [attachment] = (await client.get(f"{path}/messages")).json()["items"][-1]["attachments"]
    return attachment["url"]


def values_of(url):
    """The parts of an address's query."""
    return dict(each.split("=", 1) for each in url.split("?")[1].split("&"))


async def test_it_works_without_a_token(app, path, file, as_agent, as_customer, as_admin):
    for client in (as_agent, as_customer, as_admin):
        response = await fetch(app, await address(client, path))
        assert (response.status_code, response.content) == (200, CONTENT)


async def test_upload_is_its_uploader_s_before_a_message_names_it(app, as_agent, as_admin):
    made = await upload(as_agent, "a.txt", CONTENT)
    assert (await fetch(app, made["url"])).content == CONTENT
    assert (await as_agent.get(f"/v1/files/{made['id']}")).content == CONTENT
    assert (await as_admin.get(f"/v1/files/{made['id']}")).status_code == 404


@pytest.mark.parametrize("who", ["customer", "agent"])
async def test_it_ends_with_its_session(app, path, file, desk, client_as, who):
    signed_out, other = [await client_as(getattr(desk, who)) for _ in range(2)]
    dead, living = await address(signed_out, path), await address(other, path)
    assert (await signed_out.delete("/v1/sessions/current")).status_code == 204
    refused = await fetch(app, dead)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert CONTENT not in refused.content
    assert (await fetch(app, living)).status_code == 200


async def test_it_ends_when_the_agent_is_lowered(app, path, file, desk, as_agent, as_admin):
    url = await address(as_agent, path)
    lowered = await as_admin.put(f"/v1/users/{desk.agent.id}/level", json={"level": "user"})
    assert lowered.status_code == 200, lowered.text
    assert (await fetch(app, url)).status_code == 404


async def test_it_ends_when_the_agent_loses_the_department(app, path, file, desk, as_agent, as_admin):
    url = await address(as_agent, path)
    changed = await as_admin.put(f"/v1/users/{desk.agent.id}/departments", json={"department_ids": []})
    assert changed.status_code in {200, 204}, changed.text
    assert (await fetch(app, url)).status_code == 404


async def test_it_ends_when_the_ticket_moves_away(app, path, file, session, desk, as_agent, as_admin):
    url, by_admin = await address(as_agent, path), await address(as_admin, path)
    elsewhere = await make_department(session)
    moved = await as_admin.put(f"{path}/department", json={"department_id": elsewhere.id})
    assert moved.status_code == 200, moved.text
    assert (await fetch(app, url)).status_code == 404
    assert (await fetch(app, by_admin)).status_code == 200


async def test_it_ends_when_the_person_is_disabled(app, path, file, desk, as_customer, as_admin):
    url = await address(as_customer, path)
    disabled = await as_admin.put(f"/v1/users/{desk.customer.id}/disabled")
    assert disabled.is_success, disabled.text
    assert (await fetch(app, url)).status_code == 401


async def test_it_ends_with_the_ticket_and_is_back_with_it(app, path, file, as_agent, as_customer):
    urls = [await address(client, path) for client in (as_agent, as_customer)]
    assert (await as_agent.delete(path)).is_success
    assert [(await fetch(app, url)).status_code for url in urls] == [404, 404]
    assert (await as_agent.post(f"{path}/restore")).is_success
    assert [(await fetch(app, url)).status_code for url in urls] == [200, 200]


async def test_link_s_address_ends_with_the_link(app, path, file, as_agent, anonymous):
    link = (await as_agent.post(f"{path}/links", json={"days": 1})).json()
    token = (await anonymous.post("/v1/sessions/link", json={"token": link["token"]})).json()
    async with client_of(app, {"authorization": f"Bearer {token['access_token']}"}) as bearer:
        url = await address(bearer, path)
    assert (await fetch(app, url)).content == CONTENT
    assert (await as_agent.delete(f"{path}/links/{link['id']}")).status_code == 204
    assert (await fetch(app, url)).status_code == 401


async def test_it_ends_after_ten_minutes(app, path, file, as_agent):
    bearer = values_of(await address(as_agent, path))["bearer"]
    for age, status in ((0, 200), (500, 200), (600, 401)):
        then = datetime.now(UTC).timestamp() - age
        url = app.state.url_signer.sign(f"/v1/files/{file['id']}", bearer, now=then)
        response = await fetch(app, url)
        assert response.status_code == status, age
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "bearer", ["", "x", "session.1", "session.999999.999999.admin", "link.1", "link.999999.999999", "key.1.2"]
)
async def test_it_means_nothing_for_nobody(app, file, bearer):
    url = app.state.url_signer.sign(f"/v1/files/{file['id']}", bearer)
    assert (await fetch(app, url)).status_code == 401


async def test_nothing_of_it_can_be_changed(app, path, file, as_agent, as_customer):
    other = await upload(as_agent, "b.txt", b"other")
    url, staff = await address(as_customer, path), await address(as_agent, path)
    place, query = url.split("?")
    values, staffs = values_of(url), values_of(staff)
    changes = [
        {"bearer": staffs["bearer"]},
        {"bearer": values["bearer"].replace(".user", ".admin")},
        {"expires": str(int(values["expires"]) + 60)},
        {"expires": "9" * 500},
        {"expires": "-1"},
        {"expires": "%D9%A1"},
        {"signature": ""},
        {"signature": values["signature"][:-1]},
        {"signature": "%C3%BC"},
        {"signature": staffs["signature"]},
    ]
    for change in changes:
        changed = "&".join(f"{name}={value}" for name, value in (values | change).items())
        assert (await fetch(app, f"{place}?{changed}")).status_code == 401, change
    assert (await fetch(app, f"/v1/files/{other['id']}?{query}")).status_code == 401
    assert (await fetch(app, f"{place}?signature={values['signature']}")).status_code == 401
    assert (await fetch(app, place)).status_code == 404
    assert (await fetch(app, url)).status_code == 200


async def test_it_never_reaches_above_the_home_it_was_signed_in(app, path, desk, as_agent, client_as):
    """An agent in the customers' home is given addresses of a customer's rights, and they stay so."""
    note = await upload(as_agent, "n.txt", CONTENT)
    await as_agent.post(f"{path}/notes", json={"text": "x", "file_ids": [note["id"]]})
    url = (await as_agent.get(f"{path}/messages")).json()["items"][-1]["attachments"][0]["url"]
    assert (await fetch(app, url)).status_code == 200
    bearer = values_of(url)["bearer"]
    lower = app.state.url_signer.sign(f"/v1/files/{note['id']}", bearer.replace(".agent", ".user"))
    assert (await fetch(app, lower)).status_code == 404
