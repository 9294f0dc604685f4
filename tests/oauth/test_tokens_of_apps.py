"""Codes and tokens of apps: each good for one app, once, and for as long as everybody agrees (RFC 9700)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from tests.factories.facts import facts
from tests.factories.programs import REDIRECT, app_token, make_app, make_code, make_consent
from tests.factories.sessions import make_session
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.core.auth import Level
from deskbell.sessions.models import RefreshToken, SignInSession

SECRET = "dbs_" + "a" * 43


def refused(response, error="invalid_grant"):
    assert (response.status_code, response.json()["error"]) == (
        401 if error == "invalid_client" else 400,
        error,
    )
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"


async def me(client, tokens):
    header = {"authorization": f"Bearer {tokens['access_token']}"}
    return await client.get("/v1/users/me", headers=header)


async def test_a_code_gives_tokens_once(session, anonymous, portal, exchange, renew):
    """Replayed, it ends what was made of it (RFC 6749 section 4.1.2)."""
    person = await make_user(session)
    _, code = await make_code(session, person, portal)
    answer = await exchange(portal, code)
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    assert set(tokens) == {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
    assert answer.headers["cache-control"] == "no-store"
    assert (await me(anonymous, tokens)).json()["id"] == person.id
    refused(await exchange(portal, code))
    assert (await me(anonymous, tokens)).status_code == 401
    refused(await renew(portal, tokens["refresh_token"]))
    assert await facts(session, "app", portal.id) == ["app.code_replayed"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"redirect_uri": "https://portal.example.org/other"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
        ({"client_id": "x" * 20}, "invalid_client"),
        ({"client_id": None}, "invalid_request"),
        ({"client_secret": SECRET}, "invalid_client"),
        ({"code": "x" * 43}, "invalid_grant"),
        ({"code": ["x", "y"]}, "invalid_request"),
    ],
)
async def test_what_is_not_right_gives_nothing(session, portal, exchange, changes, error):
    _, code = await make_code(session, await make_user(session), portal)
    refused(await exchange(portal, code, **changes), error)


async def test_a_try_with_a_wrong_verifier_uses_the_code_up(session, portal, exchange):
    _, code = await make_code(session, await make_user(session), portal)
    refused(await exchange(portal, code, code_verifier="w" * 43))
    refused(await exchange(portal, code))


async def test_a_code_is_for_one_app(session, portal, exchange):
    other = await make_app(session)
    _, code = await make_code(session, await make_user(session), portal)
    refused(await exchange(other, code))
    assert (await exchange(portal, code)).status_code == 200


@pytest.mark.parametrize("over", ["expired", "signed out", "person disabled", "app disabled", "app lowered"])
async def test_a_code_ends_with_everything_it_rests_on(session, portal, exchange, over):
    agent = await make_agent(session)
    portal.level = int(Level.agent)
    signed_in = await make_session(session, agent)
    row, code = await make_code(session, agent, portal, signed_in=signed_in, level=int(Level.agent))
    now = datetime.now(UTC)
    if over == "expired":
        row.expires_at = now - timedelta(seconds=1)
    elif over == "signed out":
        signed_in.ended_at = now
    elif over == "person disabled":
        agent.disabled_at = now
    elif over == "app disabled":
        portal.disabled_at = now
    else:
        portal.level = int(Level.user)
    await session.flush()
    answer = await exchange(portal, code)
    if over == "app lowered":
        assert answer.json()["scope"] == "user"
    else:
        refused(answer, "invalid_client" if over == "app disabled" else "invalid_grant")


async def test_a_confidential_app_says_its_secret(session, exchange):
    app = await make_app(session, secret=SECRET)
    person = await make_user(session)
    for changes in ({}, {"client_secret": "dbs_" + "b" * 43}, {"auth": (app.client_id, "x")}):
        _, code = await make_code(session, person, app)
        refused(await exchange(app, code, **changes), "invalid_client")
    both = {"auth": (app.client_id, SECRET), "client_secret": SECRET}
    refused(await exchange(app, code, **both), "invalid_request")
    for changes in ({"client_secret": SECRET}, {"auth": (app.client_id, SECRET)}):
        _, code = await make_code(session, person, app)
        assert (await exchange(app, code, **changes)).status_code == 200


async def test_t24_refresh_tokens_rotate_and_an_old_one_ends_all(session, anonymous, portal, exchange, renew):
    _, code = await make_code(session, await make_user(session), portal)
    first = (await exchange(portal, code)).json()
    other = await make_app(session)
    refused(await renew(other, first["refresh_token"]))  # of another app: nothing happens
    second = (await renew(portal, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    refused(await renew(portal, first["refresh_token"]))  # a second tab, perhaps: refused, and no more
    assert (await me(anonymous, second)).status_code == 200
    long_ago = datetime.now(UTC) - timedelta(seconds=11)
    await session.execute(
        update(RefreshToken).where(RefreshToken.rotated_at.is_not(None)).values(rotated_at=long_ago)
    )
    refused(await renew(portal, first["refresh_token"]))
    assert (await me(anonymous, second)).status_code == 401
    refused(await renew(portal, second["refresh_token"]))


async def test_t27_scopes_only_go_down(session, anonymous, exchange, renew):
    app = await make_app(session, Level.agent)
    agent = await make_agent(session)
    _, code = await make_code(session, agent, app, level=int(Level.agent))
    tokens = (await exchange(app, code)).json()
    assert tokens["scope"] == "user agent"
    lower = (await renew(app, tokens["refresh_token"], scope="user")).json()
    assert lower["scope"] == "user"
    header = {"authorization": f"Bearer {lower['access_token']}"}
    assert (await anonymous.get("/v1/users", headers=header)).status_code == 403
    again = (await renew(app, lower["refresh_token"], scope="user agent admin")).json()
    assert again["scope"] == "user agent"
    refused(await renew(app, again["refresh_token"], scope="root"), "invalid_scope")


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
async def test_an_app_ends_its_own_tokens(session, anonymous, portal, exchange, token):
    """RFC 7009: unknown ones, and those of others, are answered alike and nothing happens."""
    _, code = await make_code(session, await make_user(session), portal)
    tokens = (await exchange(portal, code)).json()
    other = await make_app(session)
    for app, given in ((other, tokens[token]), (portal, "x"), (portal, "a.b.c")):
        answer = await anonymous.post("/v1/oauth/revoke", data={"client_id": app.client_id, "token": given})
        assert answer.status_code == 200
    assert (await me(anonymous, tokens)).status_code == 200
    await anonymous.post("/v1/oauth/revoke", data={"client_id": portal.client_id, "token": tokens[token]})
    assert (await me(anonymous, tokens)).status_code == 401


@pytest.mark.parametrize("end", ["disconnect", "disable", "delete", "lower", "sign out everywhere"])
async def test_its_tokens_are_dead_at_the_next_request(session, app, anonymous, client_as, portal, end):
    person = await make_user(session)
    await make_consent(session, person, portal)
    token, row = await app_token(session, app.state.tokens, person, portal)
    header = {"authorization": f"Bearer {token}"}
    client, admin = await client_as(person), await client_as(await make_admin(session))
    (listed,) = (await client.get("/v1/users/me/connected-apps")).json()["items"]
    assert (listed["app"]["name"], listed["scope"], listed["disabled"]) == ("Portal", "user", False)
    assert row.id not in [each["id"] for each in (await client.get("/v1/sessions")).json()["items"]]
    assert (await anonymous.get("/v1/users/me", headers=header)).status_code == 200
    path = f"/v1/oauth/apps/{portal.id}"
    asked = {
        "disconnect": lambda: client.delete(f"/v1/users/me/connected-apps/{portal.id}"),
        "disable": lambda: admin.put(f"{path}/disabled"),
        "delete": lambda: admin.delete(path),
        "lower": lambda: admin.put(f"/v1/users/{person.id}/disabled"),
        "sign out everywhere": lambda: client.delete("/v1/sessions"),
    }
    assert (await asked[end]()).is_success
    assert (await anonymous.get("/v1/users/me", headers=header)).status_code == 401


async def test_a_lowered_app_reaches_no_further_at_once(session, app, anonymous, client_as, hash_of):
    password = "correct horse battery staple"
    admin = await client_as(await make_admin(session, password_hash=await hash_of(password)))
    made = await make_app(session, Level.agent)
    token, row = await app_token(session, app.state.tokens, await make_agent(session), made)
    header = {"authorization": f"Bearer {token}"}
    assert (await anonymous.get("/v1/users", headers=header)).status_code == 200
    body = {"scope": "user", "current_password": password}
    assert (await admin.patch(f"/v1/oauth/apps/{made.id}", json=body)).json()["scope"] == "user"
    assert (await anonymous.get("/v1/users", headers=header)).status_code == 403
    await session.refresh(row)
    assert (await session.get(SignInSession, row.id)).level == Level.user


async def test_t22_registering_takes_the_password_and_shows_the_secret_once(session, client_as, hash_of):
    password = "correct horse battery staple"
    admin = await client_as(await make_admin(session, password_hash=await hash_of(password)))
    body = {"name": "Portal", "confidential": True, "redirect_uris": [REDIRECT], "current_password": "x"}
    wrong = await admin.post("/v1/oauth/apps", json=body)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    body["current_password"] = password
    bad = await admin.post("/v1/oauth/apps", json=body | {"redirect_uris": ["http://portal.example.org/"]})
    assert bad.status_code == 422
    assert bad.json()["errors"][0]["pointer"] == "/redirect_uris/0"
    made = (await admin.post("/v1/oauth/apps", json=body)).json()
    assert made["client_secret"].startswith("dbs_")
    seen = await admin.get(f"/v1/oauth/apps/{made['id']}")
    assert "client_secret" not in seen.json()
    other = await admin.post(f"/v1/oauth/apps/{made['id']}/secret", json={"current_password": password})
    assert other.json()["client_secret"] not in {made["client_secret"], None}
    public = (await admin.post("/v1/oauth/apps", json=body | {"confidential": False})).json()
    assert public["client_secret"] is None
    none = await admin.post(f"/v1/oauth/apps/{public['id']}/secret", json={"current_password": password})
    assert none.status_code == 409


async def test_metadata_says_where_everything_is(anonymous):
    found = (await anonymous.get("/.well-known/oauth-authorization-server")).json()
    assert found["issuer"] == "http://test"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["authorization_response_iss_parameter_supported"] is True
    for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint"):
        path = found[name].removeprefix("http://test")
        assert (await anonymous.post(path)).status_code in {400, 422}


async def test_pages_of_registered_apps_may_ask_from_a_browser(session, app, anonymous, portal):
    preflight = {
        "origin": "https://portal.example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    for path in ("/v1/oauth/token", "/v1/tickets"):
        answer = await anonymous.options(path, headers=preflight)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://portal.example.org"
        assert "access-control-allow-credentials" not in answer.headers
    strange = await anonymous.options("/v1/tickets", headers=preflight | {"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in strange.headers
    page = await anonymous.get("/oauth/authorize", headers={"origin": "https://portal.example.org"})
    assert "access-control-allow-origin" not in page.headers
    portal.disabled_at = datetime.now(UTC)
    await session.flush()
    app.state.app_origins.drop()
    refused_now = await anonymous.options("/v1/tickets", headers=preflight)
    assert "access-control-allow-origin" not in refused_now.headers
