"""The demonstration's inbox: what no server is there for is shown, and only there."""

import pytest
from tests.conftest import client_of
from tests.factories.desk import make_desk
from tests.factories.outgoing import mails_of, make_desk_of
from tests.factories.tickets import make_message, make_note
from tests.factories.users import make_user

from deskbell.channels.email.outbox.pace import PACE
from deskbell.channels.email.outbox.sender import MailSender, replace
from deskbell.core.jobs import drain as drain_jobs
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.main import create_app
from deskbell.subscribers import SUBSCRIBERS

pytestmark = pytest.mark.commits


@pytest.fixture
async def demo(live_database, settings):
    """A client of a demonstration whose answer and claim mail were delivered."""
    app = create_app(settings.model_copy(update={"demo": True}))
    app.state.database = live_database
    async with live_database.session() as session:
        desk = await make_desk(session)
        await make_user(session, address="anna@customer.example", password_hash=None)
        await make_note(session, desk.ticket, desk.agent, "CANARY")
        await make_message(session, desk.ticket, desk.agent, "Here it is.")
    await start_dispatcher(live_database)
    async with client_of(app) as client:
        body = {"email": "anna@customer.example"}
        assert (await client.post("/v1/access-requests", json=body)).status_code == 204
        async with live_database.session() as session:
            while await dispatch_once(session, SUBSCRIBERS, settled=False):
                pass
            await drain_jobs(session)
        made = make_desk_of(settings, demo=True, mail_address=None)
        sender = MailSender(live_database, made, replace(PACE, keeps_secrets=True))
        for _ in range(3):
            await sender.step()
            await sender.finish()
        yield client


async def test_what_a_customer_gets(demo, live_database):
    async with live_database.session() as session:
        assert {mail.state for mail in await mails_of(session)} == {"accepted"}
    page = (await demo.get("/v1/demo/inbox")).json()
    claim, reply = sorted(page["items"], key=lambda item: item["kind"])
    assert (claim["kind"], claim["to"]) == ("claim", ["anna@customer.example"])
    assert "/account/claim#token=" in claim["text"]
    assert "Here it is." in reply["text"]
    assert "Here it is." in reply["html"]
    assert "support@test" in reply["sender"]
    assert "CANARY" not in str(page)
    first = (await demo.get("/v1/demo/inbox?limit=1")).json()
    rest = (await demo.get(f"/v1/demo/inbox?limit=1&cursor={first['next_cursor']}")).json()
    assert [first["items"][0]["id"], rest["items"][0]["id"]] == [item["id"] for item in page["items"]]


async def test_nowhere_else(demo, live_database, settings):
    """Not even the mails that a demonstration on the same data has left."""
    app = create_app(settings)
    app.state.database = live_database
    async with client_of(app) as client:
        response = await client.get("/v1/demo/inbox")
    assert (response.status_code, response.json()["items"]) == (200, [])
