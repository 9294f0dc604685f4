"""A helpdesk whose providers are a server of this machine, with a mailbox that one signs in for."""

from types import SimpleNamespace

import pytest
from tests.channels.email.oauth_server import CLIENT_ID, CLIENT_SECRET, oauth_server
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin

from deskbell.core.outbound import Outbound

SMTP = {"host": "smtp.desk.example"}


@pytest.fixture
async def provider():
    """Google's and Microsoft's sign-in."""
    async with oauth_server() as server:
        yield server


@pytest.fixture
async def pointed(app, settings, provider):
    """The application, whose providers are that server; what it may reach is this machine."""
    before = app.state.settings, app.state.outbound
    urls = dict.fromkeys(("google", "microsoft"), provider.url)
    app.state.settings = settings.model_copy(update={"mail_sign_in_urls": urls})
    app.state.outbound = Outbound(["127.0.0.0/8"])
    yield app
    await app.state.outbound.close()
    app.state.settings, app.state.outbound = before


@pytest.fixture
async def desk(session, pointed, settings, client_as):
    """An admin, the registration, and the mailbox."""
    admin = await client_as(await make_admin(session))
    department = await make_department(session)
    mailbox = await make_mailbox(session, settings, department, smtp=SMTP, sign_in_with="google")
    made = SimpleNamespace(
        admin=admin, department=department, mailbox=mailbox, path=f"/v1/mailboxes/{mailbox.id}"
    )
    await register(admin)
    return made


async def register(admin, provider="google", **changes):
    """Enter the registration."""
    body = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **changes}
    answer = await admin.put(f"/v1/mail-apps/{provider}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def begin(admin, path):
    """The address to which the browser goes."""
    answer = await admin.post(f"{path}/sign-ins")
    assert answer.status_code == 201, answer.text
    return answer.json()["authorization_url"]


async def sign_in(desk, provider):
    """The whole way, up to the answer."""
    _, back = await provider.consent(await begin(desk.admin, desk.path))
    return await desk.admin.post("/v1/mail-sign-ins", json=back)
