"""An admin's mail: a mailbox is connected, a mail that was kept out is read again, the API is tried."""

import asyncio
import re
import smtplib
from email.message import EmailMessage
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect
from tests.channels.email.imap_server import PASSWORD, USER, imap_server
from tests.e2e.conftest import PASSWORD as OWN_PASSWORD
from tests.ops.served import free_port

SUBJECT = "Cheap watches, only today"


class MailHost:
    """A mail server of the world: what is sent through it to its one mailbox lies there, to be fetched."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.opened = imap_server()
        self.imap = self._do(self.opened.__aenter__())
        self.smtp = Controller(self, "127.0.0.1", free_port())
        self.smtp.start()

    def _do(self, what):
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(20)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.loop.call_soon_threadsafe(self.imap.deliver, envelope.content)
        return "250 2.0.0 OK"

    def close(self):
        self.smtp.stop()
        self._do(self.opened.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)
        self.loop.close()


@pytest.fixture
def host():
    host = MailHost()
    yield host
    host.close()


@pytest.fixture
def hand_over(demo):
    """A mail server of ours hands a mail over by LMTP."""
    port = int(re.search(r"lmtp 127\.0\.0\.1:(\d+)", demo.output)[1])

    def send(sender):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, USER, SUBJECT
        mail["Message-ID"] = "<watches-1@spam.example>"
        mail.set_content("Buy one, get three.")
        with smtplib.LMTP("127.0.0.1", port) as server:
            server.send_message(mail)

    return send


def go(page, name):
    """A page of the panel, by its menu."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def sign_in(page):
    page.goto("/admin/")
    page.get_by_label("Email").fill("ada@deskbell.example")
    page.get_by_label("Password", exact=True).fill(OWN_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fill_server(page, legend, port):
    group = page.get_by_role("group", name=legend)
    group.get_by_label("Server", exact=True).fill("127.0.0.1")
    group.get_by_label("Security").select_option("none")
    group.get_by_label("Port").fill(str(port))
    group.get_by_label("It stands in our private network").check()
    return group


def connect(page, host):
    """The wizard: a wrong password first, which is said at once."""
    go(page, "Mailboxes")
    page.get_by_role("link", name="Connect a mailbox").click()
    page.get_by_label("Address", exact=True).fill(USER)
    page.get_by_label("Sender's name").fill("The desk")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Provider", exact=True).select_option("plain")
    incoming = fill_server(page, "Receiving (IMAP)", host.imap.port)
    incoming.get_by_label("Password", exact=True).fill("not the password")
    fill_server(page, "Sending (SMTP)", host.smtp.port)
    page.get_by_role("button", name="Try and connect").click()
    expect(page.get_by_role("alert")).to_contain_text("refuses")
    incoming.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Try and connect").click()
    page.get_by_role("button", name="Start the test").click()
    steps = page.get_by_role("list", name="Steps of the test").get_by_role("listitem")
    expect(steps.last).to_have_attribute("data-state", "done")
    expect(page.get_by_role("heading", name="DNS records of the domain")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", level=1, name=USER)).to_be_visible()
    expect(page.get_by_role("heading", name="How it fares")).to_contain_text("Working")


def read_again(page, hand_over):
    """A ban keeps a mail out; lifted, the mail is read again and becomes a message."""
    go(page, "Bans")
    page.get_by_label("What", exact=True).select_option("domain")
    page.get_by_label("Address, domain or network").fill("spam.example")
    page.get_by_role("button", name="Ban", exact=True).click()
    lift = page.get_by_role("button", name="Lift the ban of spam.example")
    expect(lift).to_be_visible()
    hand_over("Mallory <mallory@spam.example>")
    go(page, "Received mail")
    mail = page.get_by_role("link", name=re.compile(SUBJECT))
    expect(mail).to_contain_text("Refused")
    go(page, "Bans")
    lift.click()
    expect(lift).to_have_count(0)
    go(page, "Received mail")
    mail.click()
    fate = page.get_by_role("heading", name="What became of it")
    expect(fate).to_contain_text("Refused")
    page.get_by_role("button", name="Show the mail").click()
    expect(page.get_by_text("Message-ID: <watches-1@spam.example>")).to_be_visible()
    page.get_by_role("button", name="Read it again").click()
    expect(fate).to_contain_text("Became a message")


@pytest.mark.timeout(240)  # much of it waits for the explorer's program, where processors are few
def test_admin_mail_day(page, host, hand_over, base_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page)
    connect(page, host)
    read_again(page, hand_over)
    go(page, "System")
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    explore(page)
    outside = [url for url in asked if not url.startswith((base_url, "data:", "blob:"))]
    assert outside == []


def explore(page):
    """Another's program on a page of its own calls an operation with the token that it was handed."""
    go(page, "API explorer")
    inside = page.frame_locator("iframe[title='API explorer']")
    # Four megabytes of program and the whole document: on a busy machine that takes its time.
    expect(inside.get_by_role("heading", name="Deskbell")).to_be_visible(timeout=90_000)
    [frame] = page.main_frame.child_frames
    frame.evaluate("location.hash = '#tag/users/GET/v1/users/me'")
    inside.get_by_role("button", name="Test Request (get /v1/users/me)").click()
    mine = "/v1/users/me"
    with page.expect_response(lambda answer: answer.url.endswith(mine) and answer.frame == frame) as answered:
        inside.get_by_role("dialog").get_by_role(
            "button", name=re.compile("^Send get request|^Send$")
        ).click()
    assert (answered.value.status, answered.value.json()["email"]) == (200, "ada@deskbell.example")
