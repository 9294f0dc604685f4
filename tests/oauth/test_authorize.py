"""Asking a person whether an app may act for them: who is sent where, and with what (T82, RFC 9700)."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.factories.facts import facts
from tests.factories.programs import REDIRECT, make_app, make_consent, make_key
from tests.factories.sessions import make_refresh_token, make_session
from tests.factories.users import make_agent, make_user
from tests.oauth.conftest import PASSWORD, answer_in, asked

from deskbell.core.auth import Level
from deskbell.oauth import pages
from deskbell.oauth.models import AuthorizationCode

PATH = "/oauth/authorize"
ISSUER = "http://test"


async def test_the_page_asks_and_nobody_frames_it(anonymous, portal):
    page = await anonymous.get(PATH, params=asked(portal))
    assert page.status_code == 200
    assert "Portal asks for access" in page.text
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    (deny,) = re.findall(r'href="([^"]+error=access_denied[^"]+)"', page.text)
    place, answer = answer_in(deny.replace("&amp;", "&"))
    assert (place, answer) == (
        REDIRECT,
        {"error": "access_denied", "state": "a state & more", "iss": ISSUER},
    )


async def test_it_asks_in_the_readers_language(anonymous, portal):
    german = {"accept-language": "de-AT, en;q=0.5"}
    page = (await anonymous.get(PATH, params=asked(portal), headers=german)).text
    assert '<html lang="de">' in page
    assert "Portal bittet um Zugriff" in page
    assert "{" not in page.partition("<h1>")[2].partition("<script")[0].replace("{person}", "")
    templates = Path(pages.__file__).parent / "templates"
    shown = {
        text for each in templates.glob("*.html") for text in re.findall(r't\("(.*?)"', each.read_text())
    }
    assert shown <= json.loads((templates / "de.json").read_text()).keys()


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "x" * 20},
        {"client_id": None},
        {"client_id": "ü\0"},
        {"redirect_uri": None},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "https://portal.example.org"},
        {"redirect_uri": "https://portal.example.org/?next=https://evil.example"},
        {"redirect_uri": "//evil.example/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "https://portal.example.org@evil.example/"},
    ],
)
async def test_t82_nobody_is_sent_to_what_is_not_registered(anonymous, portal, changes):
    for method in ("GET", "POST"):
        values = asked(portal, **changes)
        sent = {"params": values} if method == "GET" else {"data": values | {"email": "a", "password": "b"}}
        page = await anonymous.request(method, PATH, **sent)
        assert page.status_code == 422
        assert "location" not in page.headers
        assert "evil.example" not in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"scope": "agent"}, "invalid_scope"),
        ({"scope": "user root"}, "invalid_scope"),
        ({"state": ["one", "two"]}, "invalid_request"),
    ],
)
async def test_what_is_asked_wrongly_goes_back_to_the_app(anonymous, portal, changes, error):
    page = await anonymous.get(PATH, params=asked(portal, **changes))
    assert page.status_code == 303
    place, answer = answer_in(page.headers["location"])
    assert place == REDIRECT
    assert (answer["error"], answer["iss"]) == (error, ISSUER)
    assert "code" not in answer


async def test_a_disabled_app_is_not_known(anonymous, session, portal):
    portal.disabled_at = datetime.now(UTC)
    await session.flush()
    assert (await anonymous.get(PATH, params=asked(portal))).status_code == 422


async def test_signing_in_on_the_page_allows(anonymous, session, portal, hash_of, exchange):
    person = await make_user(session, password_hash=await hash_of(PASSWORD), address="anna.p@example.org")
    form = asked(portal) | {"email": "anna.p@example.org", "password": "wrong"}
    wrong = await anonymous.post(PATH, data=form)
    assert wrong.status_code == 401
    assert "The address or the password is wrong" in wrong.text
    assert 'value="anna.p@example.org"' in wrong.text
    from_elsewhere = {"sec-fetch-site": "cross-site"}
    elsewhere = await anonymous.post(PATH, data=form | {"password": PASSWORD}, headers=from_elsewhere)
    assert elsewhere.status_code == 422
    page = await anonymous.post(PATH, data=form | {"password": PASSWORD}, headers={"origin": "null"})
    assert page.status_code == 200
    assert "deskbell_session" in page.headers["set-cookie"]
    (url,) = re.findall(r'content="0;url=([^"]+)"', page.text)
    place, answer = answer_in(url.replace("&amp;", "&"))
    assert (place, answer["state"], answer["iss"]) == (REDIRECT, "a state & more", ISSUER)
    tokens = (await exchange(portal, answer["code"])).json()
    assert tokens["scope"] == "user"
    assert await facts(session, "app", portal.id) == ["app.connected"]
    header = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (await anonymous.get("/v1/users/me", headers=header)).json()["id"] == person.id


async def test_t27_an_account_gives_no_more_than_it_has(anonymous, session, hash_of, exchange):
    app = await make_app(session, Level.admin)
    await make_agent(session, password_hash=await hash_of(PASSWORD), address="ben.p@example.org")
    form = asked(app, scope="user agent admin") | {"email": "ben.p@example.org", "password": PASSWORD}
    page = await anonymous.post(PATH, data=form)
    (code,) = {*re.findall(r"code=([\w-]+)&amp;state", page.text)}
    assert (await exchange(app, code)).json()["scope"] == "user agent"


async def test_a_session_in_the_browser_answers_for_the_person(session, client_as, portal):
    person = await make_user(session)
    client = await client_as(person)
    path = "/v1/oauth/authorizations"
    first = await client.post(path, json=asked(portal, decision="as_before"))
    assert first.json() == {"redirect_to": None, "app": "Portal", "scope": "user", "person": person.name}
    denied = await client.post(path, json=asked(portal, decision="deny"))
    assert answer_in(denied.json()["redirect_to"])[1]["error"] == "access_denied"
    allowed = await client.post(path, json=asked(portal, decision="allow"))
    assert "code" in answer_in(allowed.json()["redirect_to"])[1]
    again = await client.post(path, json=asked(portal, decision="as_before"))
    assert "code" in answer_in(again.json()["redirect_to"])[1]
    for changes in ({"redirect_uri": "https://evil.example/"}, {"code_challenge_method": "plain"}):
        refused = await client.post(path, json=asked(portal, decision="allow", **changes))
        assert refused.status_code == 422
        assert "evil" not in refused.text
    assert await session.scalar(select(func.count()).select_from(AuthorizationCode)) == 2


async def test_an_app_on_the_machine_is_always_asked_for(session, client_as):
    """Any program there can call itself so (RFC 8252 section 8.6)."""
    native = await make_app(session, redirect_uris=["http://127.0.0.1/back"])
    person = await make_user(session)
    await make_consent(session, person, native)
    body = asked(native, redirect_uri="http://127.0.0.1:51004/back", decision="as_before")
    answer = await (await client_as(person)).post("/v1/oauth/authorizations", json=body)
    assert answer.json()["redirect_to"] is None


async def test_t14_no_app_and_no_key_allows_an_app(session, app, anonymous, portal, exchange, client_as):
    person = await make_user(session)
    client = await client_as(person)
    url = (await client.post("/v1/oauth/authorizations", json=asked(portal, decision="allow"))).json()
    token = (await exchange(portal, answer_in(url["redirect_to"])[1]["code"])).json()["access_token"]
    _, key = await make_key(session, person)
    for secret in (token, key):
        header = {"authorization": f"Bearer {secret}"}
        body = asked(portal, decision="allow")
        answer = await anonymous.post("/v1/oauth/authorizations", json=body, headers=header)
        assert (answer.status_code, answer.json()["code"]) == (403, "person_needed")


async def test_t24_an_apps_token_is_no_cookie(session, anonymous, portal):
    """What an app holds never becomes a person's own sign-in."""
    person = await make_user(session)
    row = await make_session(session, person, app_id=portal.id)
    cookie = {"cookie": f"deskbell_session={await make_refresh_token(session, row)}"}
    answer = await anonymous.post("/v1/sessions/refresh", json={"scope": "user"}, headers=cookie)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
