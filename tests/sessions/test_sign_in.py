"""Signing in: what is granted to whom, and what is the same for everyone who is refused."""

import json
import re
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select
from tests.factories.facts import all_facts, facts, stored_facts
from tests.factories.users import make_user
from tests.sessions.conftest import ORIGINS, PASSWORD, bearer

from deskbell.core.auth import Level
from deskbell.events.models import StoredEvent
from deskbell.sessions.models import RefreshToken, SignInSession

EMAIL = "anna@example.org"


async def test_a_customer_signs_in(sign_in, make_person, session, anonymous):
    user = await make_person(name="Anna", address=EMAIL)
    response = await sign_in("ANNA@Example.Org")
    assert response.status_code == 201
    answer = response.json()
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("Bearer", 600, "user")
    assert (answer["user"]["id"], answer["user"]["email"]) == (user.id, EMAIL)
    assert (await anonymous.get("/v1/users/me", headers=bearer(response))).json() == answer["user"]
    row = (await session.scalars(select(SignInSession).where(SignInSession.user_id == user.id))).one()
    assert await facts(session, "session", row.id) == ["session.started"]


@pytest.mark.parametrize(("public_url", "secure"), [("http://test", False), ("https://test", True)])
async def test_the_cookie_is_seen_by_sessions_only(sign_in, make_person, settings_with, public_url, secure):
    settings_with(public_url=public_url)
    await make_person(address=EMAIL)
    cookie = (await sign_in(EMAIL)).headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("deskbell_session=")
    assert {"HttpOnly", "Path=/v1/sessions", "SameSite=strict", "Max-Age=2592000"} <= set(attributes)
    assert ("Secure" in attributes) is secure
    assert not any(attribute.startswith("Domain") for attribute in attributes)


async def test_t17_the_refresh_token_is_random_and_only_its_hash_is_kept(sign_in, make_person, session):
    await make_person(address=EMAIL)
    first, second = [(await sign_in(EMAIL)).cookies["deskbell_session"] for _ in range(2)]
    assert first != second
    assert len(first) >= 43
    hashes = list(await session.scalars(select(RefreshToken.token_hash)))
    assert all(len(each) == 32 and first.encode() not in each for each in hashes)


@pytest.mark.parametrize("level", ["user", "agent", "admin"])
@pytest.mark.parametrize("scope", ["user", "agent", "admin"])
async def test_t27_the_account_bounds_the_scope(sign_in, make_person, level, scope):
    await make_person(Level[level], address=EMAIL)
    response = await sign_in(EMAIL, scope=scope)
    if Level[scope] <= Level[level]:
        assert (response.status_code, response.json()["scope"]) == (201, Level[scope].scope)
    else:
        assert (response.status_code, response.json()["code"]) == (403, "scope_not_granted")
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize("scope", ["user", "agent", "admin"])
@pytest.mark.parametrize(("origin", "home"), [*ORIGINS.items(), ("http://test", "admin")])
async def test_the_asking_page_bounds_the_scope(sign_in, make_person, settings_with, scope, origin, home):
    settings_with(origins=ORIGINS)
    await make_person(Level.admin, address=EMAIL)
    response = await sign_in(EMAIL, scope=scope, origin=origin)
    granted = Level[scope] <= Level[home]
    assert response.status_code == (201 if granted else 403)
    assert granted or response.json()["code"] == "scope_not_granted"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "https://help.example.org.evil.example",
        "http://help.example.org",
        "http://test:81",
        "",
    ],
)
async def test_an_unknown_page_may_not_sign_in(sign_in, make_person, settings_with, anonymous, origin):
    settings_with(origins=ORIGINS)
    await make_person(address=EMAIL)
    assert (await sign_in(EMAIL)).status_code == 201
    for response in (
        await sign_in(EMAIL, origin=origin),
        await anonymous.post("/v1/sessions/refresh", json={"scope": "user"}, headers={"origin": origin}),
        await anonymous.delete("/v1/sessions/current", headers={"origin": origin}),
    ):
        assert (response.status_code, response.json()["code"]) == (403, "origin_not_allowed")


async def test_t85_unknown_disabled_unclaimed_and_wrong_are_one(sign_in, make_person, session):
    await make_person(address="known@example.org")
    disabled = await make_person(address="disabled@example.org")
    disabled.disabled_at = disabled.created_at
    await make_user(session, address="unclaimed@example.org", password_hash=None)
    await session.flush()
    answers = [
        await sign_in("known@example.org", password="not this one"),
        await sign_in("nobody@example.org"),
        await sign_in("disabled@example.org"),
        await sign_in("unclaimed@example.org"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "invalid_credentials"
    assert len({tuple(sorted(set(answer.headers) - {"x-request-id"})) for answer in answers}) == 1
    assert await all_facts(session) == ["session.sign_in_failed"] * 4


@pytest.fixture
def work(app, database, monkeypatch):
    """`async with work() as done`: the statements sent and the hashes checked meanwhile, in order."""
    verify = app.state.passwords._check

    @asynccontextmanager
    async def measured():
        done = SimpleNamespace(sent=[], checked=[])

        def note(connection, cursor, statement, *rest):
            done.sent.append(re.sub(r"savepoint_\d+", "savepoint", statement))

        def check(secret, stored):
            done.checked.append(stored)
            return verify(secret, stored)

        monkeypatch.setattr(app.state.passwords, "_check", check)
        event.listen(database.connection.sync_connection, "before_cursor_execute", note)
        try:
            yield done
        finally:
            event.remove(database.connection.sync_connection, "before_cursor_execute", note)

    return measured


async def test_t85_unknown_and_known_cost_the_same_work(sign_in, make_person, session, work):
    """The time of an answer is that of its statements and of one hash: both are counted, not timed."""
    await make_person(address=EMAIL)
    disabled = await make_person(address="disabled@example.org")
    disabled.disabled_at = disabled.created_at
    await make_user(session, address="unclaimed@example.org", password_hash=None)
    await session.flush()
    done = {}
    for who in ("anna", "nobody", "disabled", "unclaimed"):
        async with work() as done[who]:
            assert (await sign_in(f"{who}@example.org", password="not this one")).status_code == 401
    assert {len(each.checked) for each in done.values()} == {1}
    assert len({parameters(each.checked[0]) for each in done.values()}) == 1
    assert done["anna"].checked != done["nobody"].checked
    assert done["nobody"].checked == done["disabled"].checked == done["unclaimed"].checked
    assert len(done["anna"].sent) > 3
    assert done["anna"].sent == done["nobody"].sent == done["disabled"].sent == done["unclaimed"].sent


def parameters(stored):
    """What a hash costs: its kind, version, memory, rounds and lanes, and how long salt and digest are."""
    *costs, salt, digest = stored.split("$")
    return (*costs, len(salt), len(digest))


async def test_a_failure_is_recorded_by_number_without_the_address(sign_in, make_person, session):
    user = await make_person(address=EMAIL)
    await sign_in(EMAIL, password="not this one")
    await sign_in("nobody@example.org")
    events = list(await session.scalars(select(StoredEvent).order_by(StoredEvent.id)))
    assert [event.data for event in events] == [{"user_id": user.id}, {"user_id": 0}]
    assert {(event.actor_kind, event.actor_id) for event in events} == {("guest", None)}


async def test_t76_an_overlong_password_is_refused_before_it_is_hashed(
    sign_in, make_person, monkeypatch, app
):
    await make_person(address=EMAIL)
    monkeypatch.setitem(app.state._state, "passwords", None)
    for password in ("a" * 1025, "é" * 513, "a" * 1_000_000):
        response = await sign_in(EMAIL, password=password)
        assert response.status_code == 422
        assert response.json()["errors"][0]["pointer"] == "/password"


@pytest.mark.parametrize(
    "password", ["", "\x00", PASSWORD + "\x00", " " + PASSWORD, PASSWORD + " ", PASSWORD.upper()]
)
async def test_t20_almost_the_password_is_not_the_password(sign_in, make_person, password):
    await make_person(address=EMAIL)
    assert (await sign_in(EMAIL, password=password)).status_code in {401, 422}


@pytest.mark.parametrize("member", ["email", "password", "scope"])
@pytest.mark.parametrize("value", [0, True, [], {}, None, ["user"], "\\ud800"])
async def test_t21_other_types_open_nothing(anonymous, make_person, member, value):
    await make_person(address=EMAIL)
    body = {"email": EMAIL, "password": PASSWORD, "scope": "user"} | {member: value}
    content = json.dumps(body).replace("\\\\u", "\\u")  # half a character can stand in JSON
    response = await anonymous.post(
        "/v1/sessions", content=content, headers={"content-type": "application/json"}
    )
    assert response.status_code == 422


async def test_t22_signing_in_again_in_a_browser_ends_its_session_before(
    sign_in, make_person, session, anonymous
):
    user = await make_person(Level.admin, address=EMAIL)
    first = await sign_in(EMAIL, scope="agent")
    second = await sign_in(EMAIL, scope="admin")
    assert first.cookies["deskbell_session"] != second.cookies["deskbell_session"]
    assert (await anonymous.get("/v1/users/me", headers=bearer(first))).status_code == 401
    assert (await anonymous.get("/v1/users/me", headers=bearer(second))).status_code == 200
    rows = await session.scalars(
        select(SignInSession).where(SignInSession.user_id == user.id).order_by(SignInSession.id)
    )
    [ended, _] = [(row.id, row.end_reason) for row in rows]
    assert ended[1] == "replaced"
    assert await facts(session, "session", ended[0]) == ["session.started", "session.ended"]


async def test_t22_a_cookie_planted_before_signing_in_is_not_kept(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    anonymous.cookies.set("deskbell_session", "A" * 43, path="/v1/sessions")
    response = await sign_in(EMAIL)
    assert response.status_code == 201
    assert response.cookies["deskbell_session"] != "A" * 43


async def test_two_programs_have_sessions_of_their_own(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    first = await sign_in(EMAIL)
    anonymous.cookies.clear()
    second = await sign_in(EMAIL)
    for response in (first, second):
        assert (await anonymous.get("/v1/users/me", headers=bearer(response))).status_code == 200


async def test_a_repeated_idempotency_key_stores_no_token(sign_in, make_person):
    await make_person(address=EMAIL)
    headers = {"Idempotency-Key": "once"}
    first, second = await sign_in(EMAIL, **headers), await sign_in(EMAIL, **headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["access_token"] != second.json()["access_token"]
    assert "idempotency-replayed" not in second.headers


async def test_an_old_hash_is_made_anew(sign_in, make_person, session, app):
    from passlib.hash import argon2

    old = argon2.using(type="ID", memory_cost=8 * 1024, rounds=1, parallelism=1).hash(PASSWORD)
    user = await make_user(session, address=EMAIL, password_hash=old)
    assert (await sign_in(EMAIL)).status_code == 201
    await session.refresh(user)
    assert user.password_hash != old
    assert (await app.state.passwords.verify(PASSWORD, user.password_hash)).matches


async def test_the_log_holds_no_token_address_or_password(sign_in, make_person, session):
    user = await make_person(address=EMAIL)
    response = await sign_in(EMAIL, **{"user-agent": "Canary/1.0"})
    [fact] = await stored_facts(session, "session", (await session.scalars(select(SignInSession.id))).one())
    assert fact.data == {"session_id": fact.subject_id, "user_id": user.id, "level": 1}
    assert response.json()["access_token"] not in str(fact.data)
