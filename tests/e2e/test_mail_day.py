"""The proof of mail: a stranger writes, an agent answers on the screen, the stranger answers and signs up."""

import re
import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from hashlib import sha256

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect
from tests.e2e.conftest import Program
from tests.e2e.steps import open_ticket, sign_in
from tests.ops.served import free_port
from tests.waiting import wait_until

STRANGER = "nia@reeds.example"
SUBJECT = "The boat leaks at the stern"
NOTE = "Between us: the sealant was from the bad batch."
FILE = b"%PDF-1.4 how to seal a boat\x00\xff"
PASSWORD = "another horse, another battery"


class Sink:
    """A mail server beyond our own that keeps what it gets."""

    def __init__(self):
        self.mails = []
        self.server = Controller(self, "127.0.0.1", free_port())
        self.server.start()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 2.0.0 OK queued as 4SINK"

    def until(self, wanted):
        """The first mail that is wanted, once it has come."""

        def found():
            return [mail for _, mail in self.mails if wanted(mail)]

        wait_until(found, 40, 0.05, lambda: f"it did not come; {len(self.mails)} others did")
        return found()[0]


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.server.stop()


@pytest.fixture
def mailbox(program, sink):
    """An address of its own department, whose mail goes out through the sink."""
    admin = program("ada@deskbell.example", "admin")
    department = admin.post("/v1/departments", json={"name": "Boats"}).json()["id"]
    ben = admin.get("/v1/users", params={"q": "ben@deskbell.example"}).json()["items"][0]["id"]
    body = {"department_ids": [1, 2, 3, department]}
    assert admin.put(f"/v1/users/{ben}/departments", json=body).status_code == 200
    smtp = {"host": "127.0.0.1", "port": sink.server.port, "security": "none", "private": True}
    body = {
        "address": "boats@deskbell.example",
        "name": "Pine Boats",
        "department_id": department,
        "smtp": smtp,
    }
    answer = admin.post("/v1/mailboxes", json=body)
    assert answer.status_code == 201, answer.text
    return body["address"]


@pytest.fixture
def write(demo):
    """`write(to, text, **headers)`: the stranger's mail, through our door; its Message-ID."""
    port = int(re.search(r"smtp 127\.0\.0\.1:(\d+)", demo.output)[1])

    def send(to, text, **headers):
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = f"Nia Reed <{STRANGER}>", to
        mail["Message-ID"] = f"<{sha256(text.encode()).hexdigest()[:20]}@reeds.example>"
        for name, value in ({"Subject": SUBJECT} | headers).items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
            server.send_message(mail)
        return str(mail["Message-ID"])

    return send


def answer_on_the_screen(page):
    """A note for colleagues, then a reply with a file, which the server holds for five seconds."""
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text=NOTE)).to_contain_text("Internal note")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("We will seal it. See the attached leaflet.")
    leaflet = {"name": "sealing.pdf", "mimeType": "application/pdf", "buffer": FILE}
    page.get_by_label("Files to attach").set_input_files(leaflet)
    expect(page.get_by_text("sealing.pdf")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def the_answer(sink, asked):
    """The mail that the stranger gets: threaded, addressed to come back, and without a trace of the note."""
    mail = sink.until(lambda each: each["Auto-Submitted"] is None)
    assert (mail["To"].addresses[0].addr_spec, mail["Subject"]) == (STRANGER, mail["Subject"])
    assert SUBJECT in mail["Subject"]
    assert (mail["In-Reply-To"], asked in mail["References"]) == (asked, True)
    assert mail["From"].addresses[0].addr_spec == "boats@deskbell.example"
    assert mail["From"].addresses[0].display_name == "Ben Okafor (Pine Boats)"
    assert mail["Reply-To"].addresses[0].addr_spec.startswith("boats+")
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("sealing.pdf", FILE)
    for words in (NOTE, "bad batch", "Internal"):
        assert words not in mail.as_string()
        assert words not in mail.get_body(("html",)).get_content()
    return mail


def test_mail_day(page, mailbox, sink, write, demo, base_url, shot):
    sign_in(page, "ben@deskbell.example")
    expect(page.get_by_role("grid", name="Tickets")).to_be_visible()
    page.evaluate("window.stayed = true")

    asked = write(mailbox, "Water comes in slowly.\n\n-- \nNia Reed\nReed Boats")
    open_ticket(page, SUBJECT)
    first = page.get_by_role("article").first
    expect(first).to_contain_text(f"By mail from {STRANGER}")
    expect(first).not_to_contain_text("Reed Boats")
    first.get_by_role("button", name="Show quoted text").click()
    expect(first).to_contain_text("Reed Boats")

    answer_on_the_screen(page)
    mail = the_answer(sink, asked)
    reply = page.get_by_role("article").filter(has_text="We will seal it.")
    expect(reply).to_contain_text("Delivered to the mail server for")
    expect(reply).to_contain_text(STRANGER)

    quoted = "".join(f"> {line}\n" for line in mail.get_body(("plain",)).get_content().splitlines())
    back = {"Subject": f"Re: {SUBJECT}", "In_Reply_To": mail["Message-ID"], "References": mail["Message-ID"]}
    above = "On Mon, 2 Mar 2026 at 10:12, Ben Okafor <boats@deskbell.example> wrote:"
    write(str(mail["Reply-To"]), f"Thank you, that helps.\n\n{above}\n{quoted}", **back)
    answered = page.get_by_role("article").filter(has_text="Thank you, that helps.")
    expect(answered).to_be_visible()
    expect(answered).not_to_contain_text("Ben Okafor")
    assert page.evaluate("window.stayed"), "the page was loaded again"
    shot("mail day")

    claim(page, base_url)
    customer = Program(base_url, STRANGER, "user", PASSWORD)
    (ticket,) = customer.get("/v1/tickets").json()["items"]
    texts = [each["text"] for each in customer.get(f"/v1/tickets/{ticket['id']}/messages").json()["items"]]
    assert [len(texts), NOTE in " ".join(texts)] == [3, False]
    customer.http.close()
    assert PASSWORD not in demo.output


def claim(page, base_url):
    """Ask for a link, find it in the demonstration's inbox, and choose a password by it."""
    page.goto(f"{base_url}/account/link")
    page.get_by_label("Your mail address").fill(STRANGER)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(f"{base_url}/demo/inbox?to={STRANGER}")
    page.get_by_role("region", name="Mails").get_by_role("link").filter(has_text="Your account at").click()
    with page.expect_popup() as opened:
        page.frame_locator("#mail").get_by_role("link", name="Choose a password").click()
    door = opened.value
    expect(door.get_by_label("New password")).to_be_focused()
    assert "#" not in door.url
    door.get_by_label("New password").fill(PASSWORD)
    door.get_by_role("button", name="Save the password").click()
    expect(door.get_by_role("heading", name="Your password is set")).to_be_visible()
    door.close()
