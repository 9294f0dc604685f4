"""What the support center's pages say before any script, to people and to search engines."""

import json
import re

import pytest
from tests.architecture.sources import ROOT
from tests.factories.desk import make_desk
from tests.factories.mailboxes import make_mailbox

from deskbell.core import frontends
from deskbell.settings.models import SettingsSection
from deskbell.support_pages import KNOWLEDGE, PRIVATE, PUBLIC

INDEX = """<!doctype html><html lang="en"><head><base href="/"><meta name="api-base" content="/">
<title>Deskbell</title><script type="module" src="./assets/app.js" nonce="__NONCE__"></script></head>
<body><div id="root"></div></body></html>"""
NAME = 'A </script><b>"Desk" __NONCE__'


@pytest.fixture
async def built(app, session, tmp_path, monkeypatch):
    """A build in the place of the real one, and a helpdesk with a name that wants to be markup."""
    (tmp_path / "index.html").write_text(INDEX)
    monkeypatch.setattr(app.router.default._frontend, "_folder", tmp_path)
    monkeypatch.setattr(app.router.default._frontend, "_build", None)
    session.add(SettingsSection(section="helpdesk", document={"name": NAME}))
    desk = await make_desk(session)
    await make_mailbox(session, app.state.settings, desk.support, address="ask@desk.example")


async def test_the_first_page_is_there_before_any_script(built, anonymous):
    answer = await anonymous.get("/")
    page = answer.text
    assert answer.status_code == 200
    assert "How can we help?" in page
    assert '<link rel="canonical" href="http://test/">' in page
    assert "<noscript>" in page
    assert "mailto:ask@desk.example" in page
    assert 'property="og:title"' in page
    assert "<b>" not in page
    state = re.search(r'<script type="application/json" id="state">(.*?)</script>', page)[1]
    assert json.loads(state)["helpdesk"]["name"] == NAME.replace("__NONCE__", "")
    nonce = re.search("'nonce-([^']+)'", answer.headers["content-security-policy"])[1]
    assert page.count(nonce) == 1  # a name can't learn it


async def test_the_first_page_looks_as_the_app_will(built, anonymous, session):
    logo = "4b4c1f7e-0000-4000-8000-5f2f6c1d9a10"
    document = {"accent_color": "#e03131", "logo_file_id": logo}
    session.add(SettingsSection(section="look", document=document))
    await session.flush()
    page = (await anonymous.get("/")).text
    assert "--mantine-color-iris-6:#d52f2f;--mantine-color-anchor:light-dark(#af2727,#ea7676)" in page
    assert f'src="v1/helpdesk/logo?v={logo}"' in page
    state = re.search(r'<script type="application/json" id="state">(.*?)</script>', page)[1]
    shown = (await anonymous.get("/v1/helpdesk")).json()
    assert json.loads(state)["helpdesk"] == shown | {"name": NAME.replace("__NONCE__", "")}


async def test_each_page_has_its_title_and_strange_ones_are_missing(built, anonymous):
    for path in (*PUBLIC, *PRIVATE):
        answer = await anonymous.get(f"/{path.replace('$reference', '7QJR-3M8K-2TXD')}")
        assert answer.status_code == 200, path
        assert ('content="noindex"' in answer.text) == (path in PRIVATE), path
    for path in ("nothing", "tickets/a/b", "new/x", "signin"):
        answer = await anonymous.get(f"/{path}")
        assert answer.status_code == 404, path
        assert "There is no page at this address" in answer.text
    assert (await anonymous.get("/v1/nothing")).headers["content-type"] == "application/problem+json"


async def test_it_speaks_german_where_that_is_asked_for(built, anonymous):
    page = (await anonymous.get("/new", headers={"accept-language": "fr, de-AT;q=0.9, en;q=0.8"})).text
    assert '<html lang="de">' in page
    assert "<title>Fragen Sie uns" in page
    chosen = {"accept-language": "de", "cookie": "deskbell_language=en"}
    assert '<html lang="en">' in (await anonymous.get("/new", headers=chosen)).text
    unknown = {"accept-language": "de", "cookie": "deskbell_language=xx"}
    assert '<html lang="de">' in (await anonymous.get("/new", headers=unknown)).text


def test_the_server_knows_the_pages_of_the_app():
    router = (ROOT / "frontends/support-center/src/router.ts").read_text()
    paths = {path.strip("/") for path in re.findall(r"(?:page\(\s*|path: )'(/[^']*)'", router)}
    assert paths == {*PUBLIC, *PRIVATE, *KNOWLEDGE}
    index = (ROOT / "frontends/support-center/index.html").read_text()
    assert frontends.TITLE in index
    assert frontends.ROOT in index
