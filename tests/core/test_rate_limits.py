"""Rate limits are rows: they survive a restart and hold over processes (T89)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from deskbell.core.rate_limits import RateLimit, clear, hashed, hit, peek, purge

WINDOW = timedelta(minutes=15)


@pytest.fixture
async def connection(database):
    async with database.reader() as connection:
        yield connection


async def test_the_limit_is_the_last_allowed(connection):
    states = [await hit(connection, "a", 3, WINDOW) for _ in range(5)]
    assert [state.allowed for state in states] == [True, True, True, False, False]
    assert all(0 < state.retry_after <= 900 for state in states)
    assert [state.remaining for state in states] == [2, 1, 0, 0, 0]
    seconds = states[-1].retry_after
    assert states[-1].headers == {
        "Retry-After": str(seconds),
        "RateLimit-Policy": '"default";q=3;w=900',
        "RateLimit": f'"default";r=0;t={seconds}',
    }


async def test_a_limited_route_says_how_much_is_left(anonymous):
    """Of the limits that a request is counted under, the tightest; other routes say nothing."""
    wrong = {"email": "nobody@example.org", "password": "wrong", "scope": "user"}
    answers = [await anonymous.post("/v1/sessions", json=wrong) for _ in range(11)]
    assert [each.status_code for each in answers] == [401] * 10 + [429]
    assert [each.headers["ratelimit-policy"] for each in answers] == ['"default";q=10;w=900'] * 11
    left = [each.headers["ratelimit"].split(";")[1] for each in answers]
    assert left == [*(f"r={number}" for number in reversed(range(10))), "r=0"]
    assert answers[-1].headers["ratelimit"].endswith(f"t={answers[-1].headers['retry-after']}")
    other = await anonymous.get("/v1/helpdesk")
    assert "ratelimit" not in other.headers


async def test_keys_and_windows_are_apart(connection):
    await hit(connection, "a", 1, WINDOW)
    assert not (await hit(connection, "a", 1, WINDOW)).allowed
    assert (await hit(connection, "b", 1, WINDOW)).allowed
    assert (await hit(connection, "\ud800", 1, WINDOW)).allowed


async def test_peek_counts_nothing(connection):
    assert (await peek(connection, "a", 1, WINDOW)).allowed
    await hit(connection, "a", 1, WINDOW)
    for _ in range(3):
        assert not (await peek(connection, "a", 1, WINDOW)).allowed
    assert await connection.scalar(select(RateLimit.count)) == 1


async def test_clear(connection):
    await hit(connection, "a", 1, WINDOW)
    await hit(connection, "b", 1, WINDOW)
    await clear(connection, "a")
    assert (await peek(connection, "a", 1, WINDOW)).allowed
    assert not (await peek(connection, "b", 1, WINDOW)).allowed


async def test_nobody_is_locked_out_for_ever(connection):
    await hit(connection, "a", 1, WINDOW)
    assert not (await peek(connection, "a", 1, WINDOW)).allowed
    await connection.execute(update(RateLimit).values(window_start=RateLimit.window_start - WINDOW))
    assert (await hit(connection, "a", 1, WINDOW)).allowed


async def test_no_address_is_stored_in_clear(connection):
    await hit(connection, "sign_in:machine:192.0.2.7", 1, WINDOW)
    (row,) = (await connection.execute(text("select rate_limits::text from rate_limits"))).scalars()
    assert "192.0.2.7" not in row


async def test_purge(database):
    async with database.reader() as connection:
        await hit(connection, "old", 1, WINDOW)
        await connection.execute(update(RateLimit).values(window_start=func.now() - timedelta(days=2)))
        await hit(connection, "new", 1, WINDOW)
    async with database.session() as session:
        await purge(session)
    async with database.reader() as connection:
        assert (await connection.scalars(select(RateLimit.key))).all() == [hashed("new")]


@pytest.mark.commits
async def test_the_limit_holds_under_a_burst_and_over_connections(live_database):
    async def once():
        async with live_database.reader() as connection:
            return await hit(connection, "burst", 10, WINDOW)

    states = await asyncio.gather(*(once() for _ in range(40)))
    assert sum(state.allowed for state in states) == 10
    await live_database.engine.dispose()  # what a restart leaves: the rows
    assert not (await once()).allowed


@pytest.mark.commits
async def test_a_count_outlives_the_refusal_that_it_led_to(live_database):
    """The request's own transaction is rolled back; the count isn't."""

    async def refused():
        async with live_database.session(), live_database.reader() as connection:
            await hit(connection, "kept", 1, WINDOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await refused()
    async with live_database.reader() as connection:
        assert not (await peek(connection, "kept", 1, WINDOW)).allowed
