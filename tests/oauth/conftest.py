"""Apps of others, and people who allow them something."""

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.factories.programs import CHALLENGE, REDIRECT, VERIFIER, make_app

PASSWORD = "correct horse battery staple"


@pytest.fixture
async def portal(session, app):
    """A public app of the browser, and nothing remembered of others."""
    app.state.app_origins.drop()
    made = await make_app(session)
    yield made
    app.state.app_origins.drop()


def asked(portal, **changes):
    """What an app asks for, rightly but for the changes; None leaves out."""
    request = {
        "client_id": portal.client_id,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "user",
        "state": "a state & more",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return {name: value for name, value in request.items() if value is not None}


def answer_in(url):
    """Where a browser is sent, and what stands there."""
    parts = urlsplit(url)
    return parts._replace(query="").geturl(), {name: each[0] for name, each in parse_qs(parts.query).items()}


@pytest.fixture
def exchange(anonymous):
    """`await exchange(portal, code)`: the answer of the token endpoint."""

    async def ask(portal, given, *, auth=None, **changes):
        form = {
            "grant_type": "authorization_code",
            "client_id": portal.client_id,
            "redirect_uri": REDIRECT,
            "code": given,
            "code_verifier": VERIFIER,
            **changes,
        }
        form = {name: value for name, value in form.items() if value is not None}
        return await anonymous.post("/v1/oauth/token", data=form, auth=auth)

    return ask


@pytest.fixture
def renew(anonymous):
    """`await renew(portal, refresh_token)`: the answer to it."""

    async def ask(portal, token, **more):
        form = {"grant_type": "refresh_token", "client_id": portal.client_id, "refresh_token": token, **more}
        return await anonymous.post("/v1/oauth/token", data=form)

    return ask
