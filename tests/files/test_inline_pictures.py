"""Pictures inside of messages: stored as a reference, served by a signed address (T10, T31)."""

import re

from tests.factories.tickets import messages_of
from tests.factories.uploads import PNG, fetch, upload

SOURCE = re.compile(r'<img[^>]* src="([^"]*)"')


def source(html):
    """The address of the picture in the markup, as a browser reads it."""
    [found] = SOURCE.findall(html)
    return found.replace("&amp;", "&")


async def test_pasted_picture_is_stored_as_reference_and_served_signed(
    desk, path, as_agent, as_customer, app, session
):
    file = await upload(as_agent, "pasted.png", PNG)
    html = f'<p>See <img src="/v1/files/{file["id"]}" alt="screen"></p>'
    said = await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [file["id"]]})
    assert said.status_code == 201, said.text
    stored = (await messages_of(session, desk.ticket.id))[-1].html
    assert source(stored) == f"/v1/files/{file['id']}"
    for client in (as_agent, as_customer):
        read = (await client.get(f"{path}/messages")).json()["items"][-1]
        [attachment] = read["attachments"]
        assert (attachment["inline"], attachment["content_type"]) == (True, "image/png")
        assert source(read["html"]) == attachment["url"]
        shown = await fetch(app, source(read["html"]))
        assert (shown.status_code, shown.content) == (200, PNG)
        assert shown.headers["content-type"] == "image/png"
        assert shown.headers["content-disposition"].startswith("inline;")


async def test_each_reader_gets_addresses_of_their_own(path, as_agent, as_customer):
    file = await upload(as_agent, "pasted.png", PNG)
    html = f'<img src="/v1/files/{file["id"]}">'
    await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [file["id"]]})
    pages = [(await client.get(f"{path}/conversation")).json() for client in (as_agent, as_customer)]
    first, second = (source(page["messages"]["items"][-1]["html"]) for page in pages)
    assert first != second


async def test_signed_address_of_the_upload_pasted_back_is_a_reference(desk, path, as_agent, session):
    """What an editor sends: the address that the upload answered, signature and all."""
    file = await upload(as_agent, "pasted.png", PNG)
    html = f'<p><img src="{file["url"].replace("&", "&amp;")}"></p>'
    await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [file["id"]]})
    stored = (await messages_of(session, desk.ticket.id))[-1].html
    assert stored == f'<p><img src="/v1/files/{file["id"]}"></p>'


async def test_picture_that_the_message_does_not_name_is_dropped(desk, path, as_agent, session):
    shown, hidden = await upload(as_agent, "a.png", PNG), await upload(as_agent, "b.png", PNG)
    html = "<p>x</p>" + "".join(f'<img src="/v1/files/{each["id"]}">' for each in (shown, hidden))
    said = await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [shown["id"]]})
    assert [each["id"] for each in said.json()["attachments"]] == [shown["id"]]
    assert hidden["id"] not in said.text
    assert hidden["id"] not in (await messages_of(session, desk.ticket.id))[-1].html


async def test_picture_of_another_message_is_not_shown_again(desk, path, as_agent, as_customer):
    """A customer who quotes the agent's picture doesn't take it over, and a stranger can't name it."""
    file = await upload(as_agent, "a.png", PNG)
    html = f'<p>x</p><img src="/v1/files/{file["id"]}">'
    await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [file["id"]]})
    quoted = await as_customer.post(f"{path}/messages", json={"html": html})
    assert quoted.status_code == 201
    assert file["id"] not in quoted.json()["html"]


async def test_text_that_looks_like_a_reference_stays_text(path, as_agent):
    file = await upload(as_agent, "a.png", PNG)
    text = f'<img src="/v1/files/{file["id"]}">'
    said = await as_agent.post(f"{path}/messages", json={"text": text, "file_ids": [file["id"]]})
    assert "<img" not in said.json()["html"]
    assert said.json()["text"].strip() == text
    assert [each["inline"] for each in said.json()["attachments"]] == [False]


async def test_message_of_a_picture_only(path, as_agent, as_customer):
    file = await upload(as_agent, "a.png", PNG)
    html = f'<p><img src="/v1/files/{file["id"]}"></p>'
    said = await as_agent.post(f"{path}/messages", json={"html": html, "file_ids": [file["id"]]})
    assert said.status_code == 201, said.text
    assert source((await as_customer.get(f"{path}/messages")).json()["items"][-1]["html"])
