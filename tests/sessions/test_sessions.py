"""Where one is signed in, and signing out of it."""

from tests.factories.facts import facts
from tests.factories.sessions import access_token, make_session
from tests.factories.users import make_user
from tests.sessions.conftest import bearer

from deskbell.core.auth import Level

EMAIL = "anna@example.org"


async def test_the_list_holds_ones_own_living_sessions(client_as, session):
    user, other = await make_user(session), await make_user(session)
    await make_session(session, other)
    old = await make_session(session, user, user_agent="Firefox")
    await make_session(session, user, ended_at=old.created_at)
    items = (await (await client_as(user)).get("/v1/sessions")).json()["items"]
    assert [(item["user_agent"], item["scope"], item["current"]) for item in items] == [
        (None, "user", True),
        ("Firefox", "user", False),
    ]


async def test_the_list_is_paged(client_as, session):
    user = await make_user(session)
    made = [(await make_session(session, user)).id for _ in range(4)]
    client, seen, cursor = await client_as(user), [], None
    while True:
        page = (
            await client.get("/v1/sessions", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen[1:] == sorted(made, reverse=True)
    assert len(seen) == 5


async def test_one_session_is_ended(client_as, session, app, anonymous):
    user = await make_user(session)
    row = await make_session(session, user)
    token = {"authorization": f"Bearer {access_token(app.state.tokens, user.id, row.id, Level.user)}"}
    client = await client_as(user)
    assert (await client.delete(f"/v1/sessions/{row.id}")).status_code == 204
    assert (await anonymous.get("/v1/users/me", headers=token)).status_code == 401
    assert (await client.delete(f"/v1/sessions/{row.id}")).status_code == 404
    assert await facts(session, "session", row.id) == ["session.ended"]
    assert (await client.get("/v1/users/me")).status_code == 200


async def test_t13_the_session_of_somebody_else_does_not_exist(client_as, session):
    row = await make_session(session, await make_user(session))
    response = await (await client_as(await make_user(session))).delete(f"/v1/sessions/{row.id}")
    assert response.status_code == 404
    assert await facts(session, "session", row.id) == []


async def test_signing_out_ends_the_session_and_takes_the_cookie(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    signed_in = await sign_in(EMAIL)
    cookie = signed_in.cookies["deskbell_session"]
    response = await anonymous.delete("/v1/sessions/current", headers=bearer(signed_in))
    assert response.status_code == 204
    assert 'deskbell_session=""' in response.headers["set-cookie"]
    assert (await anonymous.get("/v1/users/me", headers=bearer(signed_in))).status_code == 401
    headers = {"cookie": f"deskbell_session={cookie}"}
    assert (
        await anonymous.post("/v1/sessions/refresh", json={"scope": "user"}, headers=headers)
    ).status_code == 401


async def test_signing_out_works_by_the_cookie_alone(sign_in, make_person, anonymous):
    await make_person(address=EMAIL)
    signed_in = await sign_in(EMAIL)
    assert (await anonymous.delete("/v1/sessions/current")).status_code == 204
    assert (await anonymous.get("/v1/users/me", headers=bearer(signed_in))).status_code == 401
    assert (await anonymous.delete("/v1/sessions/current")).status_code == 204


async def test_signing_out_everywhere_kills_every_token(sign_in, make_person, session, anonymous):
    user = await make_person(address=EMAIL)
    answers = []
    for _ in range(3):
        anonymous.cookies.clear()
        answers.append(await sign_in(EMAIL))
    assert (await anonymous.delete("/v1/sessions", headers=bearer(answers[0]))).status_code == 204
    for answer in answers:
        assert (await anonymous.get("/v1/users/me", headers=bearer(answer))).status_code == 401
    stranger = await make_session(session, await make_user(session))
    assert await facts(session, "session", stranger.id) == []
    assert user.id
