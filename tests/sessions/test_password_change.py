"""Passwords: which are taken, changing one, resetting one by a link that works once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select
from tests.factories.facts import facts, stored_facts
from tests.factories.sessions import make_session
from tests.factories.users import make_user
from tests.sessions.conftest import PASSWORD, bearer

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.sessions.actions.reset_password import issue_reset_link
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.models import SingleUseLink

EMAIL = "anna.ott@example.org"
NEW = "a completely new one"
SYSTEM = Actor(kind="system", level=Level.admin)


@pytest.fixture
def reset(anonymous):
    """`await reset(token)`: the response."""

    async def ask(token, password=NEW):
        return await anonymous.post("/v1/password-resets", json={"token": token, "new_password": password})

    return ask


async def test_t22_a_change_needs_the_current_password(make_person, sign_in, anonymous):
    await make_person(address=EMAIL)
    token = bearer(await sign_in(EMAIL))
    body = {"current_password": "not this one", "new_password": NEW}
    response = await anonymous.put("/v1/users/me/password", json=body, headers=token)
    assert (response.status_code, response.json()["code"]) == (403, "wrong_password")
    assert (await sign_in(EMAIL)).status_code == 201


async def test_t22_a_change_ends_all_other_sessions(make_person, sign_in, anonymous, session):
    user = await make_person(address=EMAIL)
    other = bearer(await sign_in(EMAIL))
    anonymous.cookies.clear()
    mine = bearer(await sign_in(EMAIL))
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert (await anonymous.put("/v1/users/me/password", json=body, headers=mine)).status_code == 204
    assert (await anonymous.get("/v1/users/me", headers=mine)).status_code == 200
    assert (await anonymous.get("/v1/users/me", headers=other)).status_code == 401
    assert (await sign_in(EMAIL)).status_code == 401
    assert (await sign_in(EMAIL, password=NEW)).status_code == 201
    found = await stored_facts(session, "user", user.id)
    assert (found[0].type, found[0].data["how"]) == ("user.password_changed", "changed")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "123456789",
        "anna.ott@example.org",
        "ANNA.OTT@example.org",
        "Anna Ott 1234",
        "anna.ott12345",
        "OttAnnaOttAnna",
        "Anna Ott          ",
        "a" * 1025,
        "é" * 513,
        "long enough\x00",
        "",
        None,
        1234567890,
    ],
)
async def test_a_weak_or_own_password_is_refused(make_person, sign_in, anonymous, password):
    await make_person(name="Anna Ott", address=EMAIL)
    token = bearer(await sign_in(EMAIL))
    body = {"current_password": PASSWORD, "new_password": password}
    response = await anonymous.put("/v1/users/me/password", json=body, headers=token)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/new_password"
    assert (await sign_in(EMAIL)).status_code == 201


@pytest.mark.parametrize("password", [" leading and trailing ", "pässwörter sind gut", "🙂" * 10, "a" * 1024])
async def test_a_password_is_taken_as_it_is_written(make_person, sign_in, anonymous, password):
    await make_person(address=EMAIL)
    token = bearer(await sign_in(EMAIL))
    body = {"current_password": PASSWORD, "new_password": password}
    assert (await anonymous.put("/v1/users/me/password", json=body, headers=token)).status_code == 204
    assert (await sign_in(EMAIL, password=password)).status_code == 201
    assert (await sign_in(EMAIL, password=password[:-1])).status_code == 401


async def test_a_reset_link_sets_the_password_and_ends_all_sessions(
    make_person, sign_in, reset, session, anonymous
):
    user = await make_person(address=EMAIL)
    old = bearer(await sign_in(EMAIL))
    secret = await issue_reset_link(session, SYSTEM, user.id)
    response = await reset(secret)
    assert response.status_code == 204
    assert "set-cookie" not in response.headers
    assert (await anonymous.get("/v1/users/me", headers=old)).status_code == 401
    assert (await sign_in(EMAIL)).status_code == 401
    assert (await sign_in(EMAIL, password=NEW)).status_code == 201
    assert "user.password_changed" in await facts(session, "user", user.id)


async def test_a_reset_link_claims_an_account_without_a_password(reset, session, sign_in):
    user = await make_user(session, address=EMAIL, password_hash=None, claimed_at=None)
    await reset(await issue_reset_link(session, SYSTEM, user.id))
    await session.refresh(user)
    assert user.claimed_at is not None
    assert (await sign_in(EMAIL, password=NEW)).status_code == 201


async def test_t17_two_links_differ_and_only_a_hash_is_kept(session):
    user = await make_user(session)
    first, second = [await issue_reset_link(session, SYSTEM, user.id) for _ in range(2)]
    assert first != second
    assert min(len(first), len(second)) >= 43
    hashes = list(await session.scalars(select(SingleUseLink.token_hash)))
    assert all(first.encode() not in each and second.encode() not in each for each in hashes)


async def test_t18_a_link_is_dead_after_its_use(reset, session):
    secret = await issue_reset_link(session, SYSTEM, (await make_user(session)).id)
    assert (await reset(secret)).status_code == 204
    response = await reset(secret)
    assert (response.status_code, response.json()["code"]) == (401, "link_not_valid")


async def test_t18_a_link_is_dead_after_its_expiry(reset, session):
    secret = await issue_reset_link(session, SYSTEM, (await make_user(session)).id)
    [link] = await session.scalars(select(SingleUseLink))
    link.expires_at = datetime.now(UTC) - timedelta(minutes=1)
    await session.flush()
    assert (await reset(secret)).status_code == 401


async def test_t18_a_newer_link_voids_the_one_before(reset, session):
    user = await make_user(session)
    old, new = [await issue_reset_link(session, SYSTEM, user.id) for _ in range(2)]
    assert (await reset(old)).status_code == 401
    assert (await reset(new)).status_code == 204


async def test_t18_a_password_change_voids_links(make_person, reset, session, client_as):
    user = await make_person(address=EMAIL)
    secret = await issue_reset_link(session, SYSTEM, user.id)
    body = {"current_password": PASSWORD, "new_password": "yet another new one"}
    assert (await (await client_as(user)).put("/v1/users/me/password", json=body)).status_code == 204
    assert (await reset(secret)).status_code == 401


async def test_t18_a_disabled_account_has_no_links(reset, session, client_as):
    user = await make_user(session)
    secret = await issue_reset_link(session, SYSTEM, user.id)
    admin = await client_as(await make_user(session, Level.admin))
    await admin.put(f"/v1/users/{user.id}/disabled")
    assert (await reset(secret)).status_code == 401
    with pytest.raises(NotFound):
        await issue_reset_link(session, SYSTEM, user.id)


async def test_a_link_opens_only_what_it_is_for(reset, session):
    user = await make_user(session)
    secret = await issue_link(session, LinkPurpose.setup, user.id, timedelta(hours=1))
    assert (await reset(secret)).status_code == 401


async def test_a_weak_password_leaves_the_link_alive(reset, session):
    user = await make_user(session, name="Anna Ott", address=EMAIL)
    secret = await issue_reset_link(session, SYSTEM, user.id)
    response = await reset(secret, "Anna Ott 1234")
    assert (response.status_code, response.json()["code"]) == (422, "password_too_weak")
    assert (await reset(secret)).status_code == 204


@pytest.mark.parametrize("token", [0, True, [], {}, None, "", "x", "A" * 10_000, "a" * 42 + "\x00"])
async def test_t21_a_token_of_another_type_opens_nothing(reset, token):
    assert (await reset(token)).status_code == 422


async def test_t85_every_dead_link_is_answered_alike(reset, session):
    used = await issue_reset_link(session, SYSTEM, (await make_user(session)).id)
    await reset(used)
    answers = [await reset(used), await reset("A" * 43)]
    assert answers[0].content == answers[1].content


async def test_t86_guessing_links_is_slowed_down(reset, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 5)
    answers = [(await reset(f"{number:A>43}")).status_code for number in range(7)]
    assert answers == [401] * 5 + [429] * 2


@pytest.mark.commits
async def test_t87_of_fifty_uses_at_once_one_succeeds(live_app, live_database, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 100)
    async with live_database.session() as session:
        user = await make_user(session)
        await make_session(session, user)
        secret = await issue_reset_link(session, SYSTEM, user.id)
    transport = httpx.ASGITransport(app=live_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=30) as client:
        body = {"token": secret, "new_password": NEW}
        answers = await asyncio.gather(*(client.post("/v1/password-resets", json=body) for _ in range(50)))
    assert Counter(answer.status_code for answer in answers) == {204: 1, 401: 49}
    async with live_database.session() as session:
        assert (await facts(session, "user", user.id)).count("user.password_changed") == 1
