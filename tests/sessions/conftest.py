"""Sign-ins with a real password."""

import pytest
from tests.factories.users import make_user

from deskbell.core.auth import Level

PASSWORD = "correct horse battery staple"
ORIGINS = {"https://help.example.org": "user", "https://agents.example.org": "agent"}


@pytest.fixture
async def make_person(session, hash_of):
    """An account that can sign in: `await make_person(Level.agent)`; its password is `PASSWORD`."""

    async def make(level=Level.user, **columns):
        return await make_user(session, level, password_hash=await hash_of(PASSWORD), **columns)

    return make


@pytest.fixture
def sign_in(anonymous):
    """`await sign_in("anna@example.org", scope="agent")`: the response; the client keeps the cookie."""

    async def ask(email, *, password=PASSWORD, scope="user", client=anonymous, **headers):
        body = {"email": email, "password": password, "scope": scope}
        return await client.post("/v1/sessions", json=body, headers=headers)

    return ask


@pytest.fixture
def settings_with(app, monkeypatch):
    """Change settings for one test: `settings_with(public_url="https://…")`."""

    def change(**values):
        monkeypatch.setitem(app.state._state, "settings", app.state.settings.model_copy(update=values))
        return app.state.settings

    return change


def bearer(response):
    """The header that goes with an answer to a sign-in."""
    return {"authorization": f"Bearer {response.json()['access_token']}"}
