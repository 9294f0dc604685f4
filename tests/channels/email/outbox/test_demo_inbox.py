"""The demonstration's inbox: what no server is there for is shown, and only there."""

import re

import pytest
from tests.conftest import client_of
from tests.factories.desk import make_desk
from tests.factories.outgoing import mails_of, make_desk_of
from tests.factories.tickets import make_message, make_note
from tests.factories.users import make_user

from deskbell.channels.email.outbox.demo.reading import demo_mail
from deskbell.channels.email.outbox.pace import PACE
from deskbell.channels.email.outbox.sender import MailSender, replace
from deskbell.channels.email.pages.demo_mail import answer_to, new_mail, shown_html
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
        for path in ("/demo/inbox", "/demo/inbox/1", "/demo/inbox/1/files/0"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post("/demo/inbox/mails", data={"text": "x"})).status_code == 404


async def mail_to(demo, address):
    """The number of the newest mail to an address, as its inbox shows it."""
    page = (await demo.get("/demo/inbox", params={"to": address})).text
    return int(re.search(r"data-id=\"(\d+)\"", page)[1])


async def test_the_page_shows_a_mail_in_a_frame_that_runs_nothing(demo):
    page = await demo.get("/demo/inbox")
    assert "anna@customer.example" in page.text
    assert "CANARY" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    number = await mail_to(demo, "anna@customer.example")
    opened = await demo.get("/demo/inbox", params={"mail": number})
    assert f'<iframe id="mail" src="inbox/{number}"' in opened.text
    frame = await demo.get(f"/demo/inbox/{number}")
    assert "/account/claim#token=" in frame.text
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox;")
    assert "script" not in policy
    assert "default-src 'none'" in policy
    for path in ("/demo/inbox/999999", f"/demo/inbox/{number}/files/9", "/demo/inbox/999999/files/0"):
        assert (await demo.get(path)).status_code == 404


async def test_an_answer_needs_an_open_door_and_our_own_form(demo):
    number = await mail_to(demo, "anna@customer.example")
    path, data = f"/demo/inbox/{number}/answers", {"text": "Thank you"}
    closed = await demo.post(path, data=data)
    assert closed.status_code == 422
    assert "takes no mail" in closed.text
    assert "Thank you</textarea>" in closed.text
    assert (await demo.post(path, data={"text": " "})).status_code == 422
    assert (await demo.post(path, data=data, headers={"sec-fetch-site": "cross-site"})).status_code == 404


RAW = b"""From: "Ida (Pine)" <support@pine.example>\r
Reply-To: <support+t1@pine.example>\r
To: <anna@customer.example>\r
Subject: Re: Chairs\r
Message-ID: <2@pine.example>\r
References: <1@pine.example>\r
Date: Mon, 03 Mar 2025 10:00:00 +0000\r
Content-Type: text/plain; charset=utf-8\r
\r
Done.\r
"""


def test_an_answer_stays_in_its_conversation():
    written = answer_to(RAW, "Anna <anna@customer.example>", "Great", [("a.txt", "text/plain", b"1")])
    assert (written["To"], written["Subject"]) == ("support+t1@pine.example", "Re: Chairs")
    assert written["In-Reply-To"] == "<2@pine.example>"
    assert written["References"] == "<1@pine.example> <2@pine.example>"
    assert written.get_body().get_content().startswith("Great\n\nOn Mon, 03 Mar 2025")
    assert "> Done." in written.get_body().get_content()
    assert [part.get_filename() for part in written.iter_attachments()] == ["a.txt"]


@pytest.mark.parametrize("sender", ["a@b.example\r\nBcc: x@evil.example", "a\nb <a@b.example>"])
def test_t58_nothing_adds_a_header(sender):
    with pytest.raises(ValueError, match=r"(?i)line|header"):
        new_mail(sender, "support@pine.example", "Hi", "Text", [])


def test_a_mail_is_sanitized_once_more():
    html = '<p onclick="x()" style="color:red;position:fixed">Hi</p><script>x()</script><form>b</form>'
    cleaned = shown_html(demo_mail(1, "reply", None, ["a@b.example"], with_html(html)), with_html(html))
    assert cleaned.startswith('<p style="color:red">Hi</p>')
    assert not re.search(r"script|form|button|onclick|x\(\)", cleaned)


def with_html(html):
    """A mail that holds this markup."""
    return RAW.replace(b"text/plain", b"text/html").replace(b"Done.", html.encode())
