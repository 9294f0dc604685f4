"""Refreshing: one at a time, never above the sign-in, and what a stolen token leads to (T24)."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update
from tests.factories.facts import facts
from tests.factories.sessions import make_refresh_token, make_session
from tests.factories.users import make_admin, make_user
from tests.sessions.conftest import ORIGINS, bearer

from deskbell.core.auth import Level
from deskbell.sessions.models import RefreshToken, SignInSession


@pytest.fixture
async def opened(session):
    """An admin's session, signed in for the agent panel, and its cookie."""
    row = await make_session(session, await make_admin(session), level=Level.agent)
    return row, await make_refresh_token(session, row)


@pytest.fixture
def refresh(anonymous):
    """`await refresh(cookie, "agent")`: the response."""

    async def ask(cookie, scope="user", **headers):
        anonymous.cookies.clear()
        sent = {"cookie": f"deskbell_session={cookie}"} if cookie is not None else {}
        return await anonymous.post("/v1/sessions/refresh", json={"scope": scope}, headers=sent | headers)

    return ask


async def age(session, seconds):
    """Let the rotation of every token be this long ago."""
    ago = datetime.now(UTC) - timedelta(seconds=seconds)
    await session.execute(
        update(RefreshToken).where(RefreshToken.rotated_at.is_not(None)).values(rotated_at=ago)
    )


async def test_a_session_gives_token_after_token(refresh, opened, anonymous):
    _, cookie = opened
    for _ in range(3):
        response = await refresh(cookie, "agent")
        assert (response.status_code, response.json()["scope"]) == (200, "user agent")
        assert (await anonymous.get("/v1/users", headers=bearer(response))).status_code == 200
        assert response.cookies["deskbell_session"] != cookie
        cookie = response.cookies["deskbell_session"]


async def test_use_makes_the_session_live_longer(refresh, opened, session):
    row, cookie = opened
    before = row.expires_at
    await refresh(cookie)
    await session.refresh(row)
    assert row.expires_at > before


async def test_going_down_is_silent_going_up_asks_for_the_password(refresh, opened):
    _, cookie = opened
    response = await refresh(cookie, "user")
    assert (response.status_code, response.json()["scope"]) == (200, "user")
    cookie = response.cookies["deskbell_session"]
    response = await refresh(cookie, "admin")
    assert (response.status_code, response.json()["code"]) == (403, "password_needed")
    assert "set-cookie" not in response.headers
    assert (await refresh(cookie, "agent")).status_code == 200


async def test_the_accounts_level_bounds_the_token(refresh, session):
    row = await make_session(session, await make_user(session), level=Level.admin)
    response = await refresh(await make_refresh_token(session, row), "agent")
    assert (response.status_code, response.json()["code"]) == (403, "scope_not_granted")


async def test_the_asking_page_bounds_the_token(refresh, opened, settings_with):
    settings_with(origins=ORIGINS)
    _, cookie = opened
    response = await refresh(cookie, "agent", origin="https://help.example.org")
    assert (response.status_code, response.json()["code"]) == (403, "scope_not_granted")
    response = await refresh(cookie, "user", origin="https://help.example.org")
    assert response.status_code == 200


@pytest.mark.parametrize("cookie", [None, "", "x", "A" * 43, "A" * 5000, "é", '"; drop table sessions'])
async def test_without_a_session_one_signs_in_again(refresh, cookie):
    response = await refresh(
        cookie if cookie is None else cookie.encode("latin-1", "ignore").decode("ascii", "ignore")
    )
    assert (response.status_code, response.json()["code"]) == (401, "session_ended")


async def test_t24_reuse_within_ten_seconds_changes_nothing(refresh, opened, session):
    row, cookie = opened
    successor = (await refresh(cookie)).cookies["deskbell_session"]
    response = await refresh(cookie)
    assert (response.status_code, response.json()["code"]) == (409, "refresh_in_progress")
    assert await facts(session, "session", row.id) == []
    assert (await refresh(successor)).status_code == 200


async def test_t24_later_reuse_ends_the_session_and_is_recorded(refresh, opened, session, anonymous):
    row, cookie = opened
    first = await refresh(cookie)
    await age(session, 11)
    response = await refresh(cookie)
    assert (response.status_code, response.json()["code"]) == (401, "session_ended")
    assert await facts(session, "session", row.id) == ["session.reuse_detected", "session.ended"]
    assert (await refresh(first.cookies["deskbell_session"])).status_code == 401
    assert (await anonymous.get("/v1/users/me", headers=bearer(first))).status_code == 401
    await refresh(cookie)
    assert await facts(session, "session", row.id) == ["session.reuse_detected", "session.ended"]
    await session.refresh(row)
    assert row.end_reason == "reused"


@pytest.mark.parametrize(
    "columns",
    [
        {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"ended_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
async def test_a_session_that_is_over_gives_nothing(refresh, session, columns):
    row = await make_session(session, await make_user(session), **columns)
    response = await refresh(await make_refresh_token(session, row))
    assert (response.status_code, response.json()["code"]) == (401, "session_ended")


@pytest.mark.parametrize("scope", ["guest", "link", "user agent", "", None, 3, ["admin"]])
async def test_a_scope_that_is_none_is_refused(refresh, opened, scope):
    assert (await refresh(opened[1], scope)).status_code == 422


async def test_only_sessions_reads_the_cookie(opened, anonymous):
    anonymous.cookies.clear()
    response = await anonymous.get("/v1/users/me", headers={"cookie": f"deskbell_session={opened[1]}"})
    assert response.status_code == 401


@pytest.mark.commits
async def test_t24_of_twenty_at_once_one_succeeds(live_app, live_database):
    async with live_database.session() as session:
        row = await make_session(session, await make_user(session))
        cookie = await make_refresh_token(session, row)
    transport = httpx.ASGITransport(app=live_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        async def refresh(with_cookie):
            headers = {"cookie": f"deskbell_session={with_cookie}"}
            return await client.post("/v1/sessions/refresh", json={"scope": "user"}, headers=headers)

        answers = await asyncio.gather(*(refresh(cookie) for _ in range(20)))
        client.cookies.clear()
        assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 19}
        [good] = [answer for answer in answers if answer.status_code == 200]
        client.cookies.clear()
        assert (await refresh(good.cookies["deskbell_session"])).status_code == 200
    async with live_database.session() as session:
        assert await facts(session, "session", row.id) == []
        assert (await session.get(SignInSession, row.id)).ended_at is None
