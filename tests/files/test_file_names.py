"""Hostile file names over the API: text in answers, harmless in headers, no path on disk (T30, T80)."""

import re
from urllib.parse import unquote

import pytest
from tests.factories.file_names import HOSTILE
from tests.factories.uploads import FORM, fetch, form, on_disk, upload

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")
UNFIT = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
DISPOSITION = re.compile(
    r"attachment; filename=\"([^\"\\\x00-\x1f\x7f-\uffff]*)\"(?:; filename\*=UTF-8''([\w.~%-]*))?", re.ASCII
)


def escaped(name):
    """As browsers write a name into a form."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def as_it_is(name):
    """As somebody writes it who wants to break out of the header."""
    return name


async def sent(client, name):
    """The answer to an upload whose form has this name in it, byte by byte."""
    said = b'name="file"; filename="' + name.encode("utf-8", "surrogatepass") + b'"'
    return await client.post("/v1/files", content=form((said, b"words")), headers=FORM)


def test_there_are_sixty():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("spelling", [escaped, as_it_is])
async def test_hostile_names(app, settings, as_agent, spelling):
    everything = {path for path in settings.data_dir.rglob("*") if path.is_file()}
    kept = 0
    names = HOSTILE if spelling is escaped else [each for each in HOSTILE if escaped(each) != each]
    for name in names:
        response = await sent(as_agent, spelling(name))
        assert response.status_code in {201, 400, 422}, (name, response.text)
        if response.status_code != 201:
            assert response.headers["content-type"] == "application/problem+json"
            continue
        kept += 1
        shown = response.json()["name"]
        assert shown.strip(" .")
        assert not UNFIT.search(shown), name
        assert len(shown.encode()) <= 255
        header = (await fetch(app, response.json()["url"])).headers
        found = DISPOSITION.fullmatch(header["content-disposition"])
        assert found, (name, header["content-disposition"])
        assert (unquote(found[2]) if found[2] else found[1]) == shown, name
        assert not {"x-evil", "x"} & {each.lower() for each in header}, name
    assert kept > len(names) * 0.8 or spelling is as_it_is
    new = {path for path in settings.data_dir.rglob("*") if path.is_file()} - everything
    assert len(new) == kept
    store = settings.data_dir / "files"
    assert all(KEY.fullmatch(str(path.relative_to(store))) for path in new)
    assert new <= on_disk(settings)


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.txt", "a&b.txt", "日本語.pdf", "{{7*7}}"])
async def test_name_reads_the_same_everywhere(path, as_agent, as_customer, name):
    """The API gives text, as it was: whoever shows it escapes it."""
    file = await upload(as_agent, name)
    assert file["name"] == name
    said = await as_agent.post(f"{path}/messages", json={"html": "<p>x</p>", "file_ids": [file["id"]]})
    assert said.json()["html"] == "<p>x</p>"
    read = await as_customer.get(f"{path}/messages")
    assert read.headers["content-type"] == "application/json"
    assert read.headers["x-content-type-options"] == "nosniff"
    assert [each["name"] for each in read.json()["items"][-1]["attachments"]] == [name]


async def test_extended_name_of_the_form_is_no_other_way_in(as_agent, app):
    """RFC 7578 forbids `filename*` in forms; if it is read, then as harmlessly."""
    said = b'name="file"; filename="a.txt"; filename*=UTF-8\'\'..%2F..%2Fevil%0D%0AX-Evil%3A1.html'
    response = await as_agent.post("/v1/files", content=form((said, b"words")), headers=FORM)
    if response.status_code == 201:
        assert not UNFIT.search(response.json()["name"])
        headers = (await fetch(app, response.json()["url"])).headers
        assert DISPOSITION.fullmatch(headers["content-disposition"])
        assert "x-evil" not in headers
    else:
        assert response.status_code == 422
