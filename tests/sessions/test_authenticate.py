"""From token to actor: what the database says at this request counts, not what the token says."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers
from tests.factories.departments import make_department
from tests.factories.sessions import access_token, make_session
from tests.factories.users import make_agent, make_user

from deskbell.core.auth import Level
from deskbell.core.problems import NotSignedIn
from deskbell.core.tokens import AccessClaims
from deskbell.sessions.authenticate import authenticate


@pytest.fixture
def ask(app):
    """`await ask(token)`: the actor."""
    request = SimpleNamespace(app=app, client=None, headers=Headers())
    return lambda token: authenticate(request, token)


async def test_an_actor_has_level_session_and_departments(ask, app, session):
    one, two = await make_department(session), await make_department(session)
    agent = await make_agent(session, one, two)
    row = await make_session(session, agent)
    actor = await ask(access_token(app.state.tokens, agent.id, row.id, Level.agent))
    assert (actor.kind, actor.level, actor.user_id, actor.session_id) == (
        "user",
        Level.agent,
        agent.id,
        row.id,
    )
    assert set(actor.departments) == {one.id, two.id}
    assert actor.expires_at == pytest.approx((datetime.now(UTC) + timedelta(minutes=10)).timestamp(), abs=5)


@pytest.mark.parametrize("account", [1, 2, 3])
@pytest.mark.parametrize("signed_in_for", [1, 2, 3])
@pytest.mark.parametrize("token", [1, 2, 3])
async def test_t27_the_lowest_of_three_is_the_level(ask, app, session, account, signed_in_for, token):
    user = await make_user(session, account)
    row = await make_session(session, user, level=signed_in_for)
    actor = await ask(access_token(app.state.tokens, user.id, row.id, token))
    assert actor.level == min(account, signed_in_for, token)


async def test_a_customers_token_carries_no_departments(ask, app, session):
    agent = await make_agent(session, await make_department(session))
    row = await make_session(session, agent)
    actor = await ask(access_token(app.state.tokens, agent.id, row.id, Level.user))
    assert actor.departments == ()


@pytest.mark.parametrize("wrong", ["ended", "expired", "disabled", "another's", "unknown"])
async def test_what_is_over_is_not_signed_in(ask, app, session, wrong):
    user, other = await make_user(session), await make_user(session)
    row = await make_session(session, user)
    past = datetime.now(UTC) - timedelta(seconds=5)
    number = row.id
    if wrong == "ended":
        row.ended_at = past
    elif wrong == "expired":
        row.expires_at = past
    elif wrong == "disabled":
        user.disabled_at = past
    elif wrong == "another's":
        row.user_id = other.id
    else:
        number = row.id + 1_000_000
    await session.flush()
    with pytest.raises(NotSignedIn):
        await ask(access_token(app.state.tokens, user.id, number, Level.user))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "dbk_123", "é", "A" * 10_000])
async def test_t23_what_is_no_token_is_not_signed_in(ask, token):
    with pytest.raises(NotSignedIn):
        await ask(token)


def link_token(signer, link_id, ticket_id):
    claims = AccessClaims(
        user_id=None,
        session_id=None,
        scopes=("link",),
        ticket_id=ticket_id,
        link_id=link_id,
        expires_at=datetime.now(UTC) + timedelta(minutes=10),
    )
    return signer.issue(claims)


async def test_a_links_token_acts_as_the_requester_of_one_ticket(ask, app, monkeypatch):
    asked = []

    async def check(_, link_id, ticket_id):
        asked.append((link_id, ticket_id))
        return 42

    monkeypatch.setitem(app.state._state, "link_check", check)
    actor = await ask(link_token(app.state.tokens, 7, 12))
    assert asked == [(7, 12)]
    assert (actor.kind, actor.level, actor.user_id, actor.ticket_id) == ("link", Level.guest, 42, 12)


async def test_a_dead_links_token_is_not_signed_in(ask, app, monkeypatch):
    async def check(*_):
        return None

    monkeypatch.setitem(app.state._state, "link_check", check)
    with pytest.raises(NotSignedIn):
        await ask(link_token(app.state.tokens, 7, 12))
