"""Requests about keys and apps, each of which leaves an event."""

from datetime import UTC, datetime

from tests.factories.programs import CHALLENGE, REDIRECT, make_app, make_consent, make_key, make_service

PASSWORD = "correct horse battery staple"


def key_of(**wanted):
    return {"name": "Export", "scope": "user", "current_password": PASSWORD, **wanted}


def app_of(**wanted):
    more = {"confidential": True, "redirect_uris": [REDIRECT], "scope": "user"}
    return {"name": "Portal", "current_password": PASSWORD, **more, **wanted}


async def revoke_own_key(world):
    row, _ = await make_key(world.session, world.things.admin)
    return await world.send("DELETE", f"/users/me/api-keys/{row.id}")


async def revoke_key(world):
    row, _ = await make_key(world.session, world.things.customer)
    return await world.send("DELETE", f"/api-keys/{row.id}")


async def create_service_key(world):
    service = await make_service(world.session)
    return await world.send("POST", f"/service-accounts/{service.id}/api-keys", key_of(scope="agent"))


def with_app(method, path="", json=None, **columns):
    async def case(world):
        app = await make_app(world.session, secret="s", **columns)
        return await world.send(method, f"/oauth/apps/{app.id}{path}", json)

    return case


def plain(method, path, json):
    async def case(world):
        return await world.send(method, path, json)

    return case


async def authorize(world):
    app = await make_app(world.session)
    body = {
        "client_id": app.client_id,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "decision": "allow",
    }
    return await world.send("POST", "/oauth/authorizations", body)


async def disconnect(world):
    app = await make_app(world.session)
    await make_consent(world.session, world.things.admin, app)
    return await world.send("DELETE", f"/users/me/connected-apps/{app.id}")


PROGRAMS = {
    "create_my_api_key": plain("POST", "/users/me/api-keys", key_of()),
    "revoke_my_api_key": revoke_own_key,
    "revoke_api_key": revoke_key,
    "create_service_account": plain("POST", "/service-accounts", {"name": "Order system"}),
    "create_service_account_key": create_service_key,
    "create_oauth_app": plain("POST", "/oauth/apps", app_of()),
    "update_oauth_app": with_app("PATCH", json={"name": "Another", "current_password": PASSWORD}),
    "delete_oauth_app": with_app("DELETE"),
    "create_oauth_app_secret": with_app("POST", "/secret", {"current_password": PASSWORD}),
    "set_oauth_app_disabled": with_app("PUT", "/disabled"),
    "unset_oauth_app_disabled": with_app("DELETE", "/disabled", disabled_at=datetime.now(UTC)),
    "create_oauth_authorization": authorize,
    "remove_my_connected_app": disconnect,
}
