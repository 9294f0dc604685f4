"""Guessing is slowed down: by account, by machine, over every process, and never for ever (T89)."""

import asyncio
from collections import Counter

import httpx
import pytest
from sqlalchemy import select, update
from tests.factories.users import make_user
from tests.sessions.conftest import PASSWORD

from deskbell.core.rate_limits import RateLimit
from deskbell.sessions.attempts import WINDOW, Attempt, begin
from deskbell.sessions.problems import TooManyAttempts

EMAIL = "anna@example.org"


async def next_window(session):
    """Let the present window of time be the one before."""
    await session.execute(update(RateLimit).values(window_start=RateLimit.window_start - WINDOW))


async def guess(sign_in, email=EMAIL, times=10, **more):
    answers = [await sign_in(email, password="not this one", **more) for _ in range(times)]
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
async def test_t89_ten_failures_then_a_delay_known_or_not(sign_in, make_person, email):
    await make_person(address=EMAIL)
    assert await guess(sign_in, email) == [401] * 10
    response = await sign_in(email)
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(response.headers["retry-after"]) <= WINDOW.total_seconds()


async def test_t89_capitals_and_further_addresses_are_the_same_account(sign_in, make_person):
    await make_person(address=EMAIL)
    await guess(sign_in, EMAIL, 5)
    await guess(sign_in, EMAIL.upper(), 5)
    assert (await sign_in("Anna@example.org")).status_code == 429


async def test_t89_the_victim_is_not_locked_out_for_ever(sign_in, make_person, session):
    await make_person(address=EMAIL)
    await guess(sign_in, times=15)
    assert (await sign_in(EMAIL)).status_code == 429
    await next_window(session)
    assert (await sign_in(EMAIL)).status_code == 201


async def test_t89_the_victims_own_browser_is_not_locked_out_at_all(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    assert (await sign_in(EMAIL)).status_code == 201
    mine = anonymous.cookies["deskbell_session"]
    anonymous.cookies.clear()
    await guess(sign_in)
    assert (await sign_in(EMAIL)).status_code == 429
    anonymous.cookies.clear()
    assert (await sign_in(EMAIL, cookie=f"deskbell_session={mine}")).status_code == 201


async def test_t89_a_cookie_of_another_account_opens_no_second_bucket(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    await make_person(address="eve@example.org")
    await guess(sign_in)
    await sign_in("eve@example.org")
    assert (await sign_in(EMAIL)).status_code == 429


async def test_success_forgets_the_failures_of_the_account(sign_in, make_person):
    await make_person(address=EMAIL)
    for _ in range(3):
        assert await guess(sign_in, times=9) == [401] * 9
        assert (await sign_in(EMAIL)).status_code == 201


async def test_t89_fifty_failures_from_one_machine_then_a_delay(sign_in, make_person, app, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 6)
    await make_person(address=EMAIL)
    for number in range(6):
        assert await guess(sign_in, f"nobody{number}@example.org", 1) == [401]
    assert (await sign_in(EMAIL)).status_code == 429


async def test_t89_signing_in_well_does_not_count_against_the_machine(sign_in, make_person, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 3)
    await make_person(address=EMAIL)
    for _ in range(5):
        assert (await sign_in(EMAIL)).status_code == 201


async def test_t19_a_strangers_forwarded_for_changes_nothing(sign_in, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 3)
    answers = [
        await guess(sign_in, f"n{number}@example.org", 1, **{"x-forwarded-for": f"192.0.2.{number}"})
        for number in range(4)
    ]
    assert answers == [[401], [401], [401], [429]]


async def test_t19_a_trusted_proxys_word_counts_up_to_the_first_stranger(sign_in, settings_with, monkeypatch):
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 2)
    settings_with(trusted_proxies=["127.0.0.1", "10.0.0.1"])

    async def from_(chain):
        [status] = await guess(sign_in, "nobody@example.org", 1, **{"x-forwarded-for": chain})
        return status

    assert [await from_("192.0.2.9, 10.0.0.1"), await from_("192.0.2.9")] == [401, 401]
    assert await from_("198.51.100.1, 192.0.2.9") == 429
    assert await from_("192.0.2.10, 10.0.0.1") == 401
    assert await from_("not an address") == 401


async def test_a_whole_network_of_ipv6_is_one_machine(database):
    from deskbell.sessions.attempts import fail

    async with database.reader() as connection:
        for number in range(50):
            await fail(connection, Attempt("x", f"2001:db8::{number:x}"))
    async with database.reader() as connection:
        with pytest.raises(TooManyAttempts):
            await begin(connection, Attempt("y", "2001:db8::ffff:1"))
        await begin(connection, Attempt("y", "2001:db8:0:1::1"))


async def test_the_rows_hold_no_address(sign_in, session):
    await guess(sign_in, times=1)
    keys = list(await session.scalars(select(RateLimit.key)))
    assert keys
    assert all(len(key) == 64 and "@" not in key and "127" not in key[:3] for key in keys)


async def test_a_wrong_current_password_counts_too(make_person, client_as, sign_in):
    user = await make_person(address=EMAIL)
    client = await client_as(user)
    body = {"current_password": "not this one", "new_password": "another good password"}
    answers = [(await client.put("/v1/users/me/password", json=body)).status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]


@pytest.mark.commits
async def test_t89_the_limit_holds_at_once_and_over_two_workers(live_app, live_database):
    async with live_database.session() as session:
        hashed = await live_app.state.passwords.hash(PASSWORD)
        await make_user(session, address=EMAIL, password_hash=hashed)
    clients = [
        httpx.AsyncClient(transport=httpx.ASGITransport(app=live_app), base_url="http://test")
        for _ in range(2)
    ]
    body = {"email": EMAIL, "password": "not this one", "scope": "user"}
    answers = await asyncio.gather(*(clients[n % 2].post("/v1/sessions", json=body) for n in range(24)))
    assert Counter(answer.status_code for answer in answers) == {401: 10, 429: 14}
    for client in clients:
        await client.aclose()
