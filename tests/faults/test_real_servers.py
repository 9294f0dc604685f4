"""Mail in, out and back through Debian's Postfix and Dovecot, where they are installed."""

import email
import email.policy
import imaplib
import random
import shutil
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.faults.hurried import HURRY, SCRIPT
from tests.faults.mails import SUPPORT, hashes_of
from tests.faults.real_servers import PASSWORD, MailServers, why_not
from tests.ops.person import Person
from tests.ops.served import Served, free_port

pytestmark = [
    pytest.mark.servers,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("serve"),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "-"),
]
NIA, GONE = "nia@customers.example", "gone@customers.example"
PATIENCE_SECONDS = 90


@pytest.fixture(scope="module")
def world():
    """A helpdesk that sends through Postfix and is brought its mail by it; and an admin."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-real-"))
    folder.chmod(0o711)
    servers = MailServers(folder, free_port())
    settings = {
        "DESKBELL_SMTP_HOST": "127.0.0.1",
        "DESKBELL_SMTP_PORT": str(servers.smtp),
        "DESKBELL_SMTP_SECURITY": "none",
        "DESKBELL_SMTP_PRIVATE": "true",
        "DESKBELL_LMTP_LISTEN": f"127.0.0.1:{servers.lmtp}",
        "DESKBELL_SMTP_LISTEN": f"127.0.0.1:{free_port()}",
        "DESKBELL_LOG_LEVEL": "warning",
        HURRY: "1",
    }
    served = Served(folder / "desk", free_port(), "--demo", script=SCRIPT, settings=settings)
    try:
        with servers.running(NIA):
            served.wait_until_ready()
            with Person(served.port, "ada@deskbell.example", "admin") as admin:
                yield SimpleNamespace(servers=servers, admin=admin, served=served)
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)


def eventually(look, world):
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, world.servers.told() + world.served.output[-2000:]
        time.sleep(0.2)
    return found


def write(subject, sender, files=()):
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, SUPPORT, subject
    mail["Message-ID"] = f"<{subject.replace(' ', '.')}@customers.example>"
    mail.set_content("Dear desk,\n.\nit is broken.\n")
    for content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="log.bin")
    return mail.as_bytes()


def ticket_of(world, subject):
    """The ticket that a mail became; only one."""

    def look():
        rows = [row for row in world.admin.all_of("/v1/tickets") if row["subject"] == subject]
        assert len(rows) <= 1
        return rows

    return eventually(look, world)[0]["id"]


def mailbox(world):
    """The mails that Dovecot has for Nia, over IMAP."""
    with imaplib.IMAP4("127.0.0.1", world.servers.imap, timeout=20) as client:
        client.login(NIA, PASSWORD)
        client.select("INBOX", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        raws = [client.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]


def test_in_and_out(world):
    content = random.Random(1).randbytes(300_000)
    world.servers.send(NIA, SUPPORT, write("in and out", NIA, [content]))
    ticket_id = ticket_of(world, "in and out")
    path = f"/v1/tickets/{ticket_id}/messages"
    [message] = world.admin.all_of(path)
    assert message["text"].split() == ["Dear", "desk,", ".", "it", "is", "broken."]
    kept = [world.admin.fetch(file["url"]) for file in message["attachments"]]
    assert hashes_of(kept) == hashes_of([content])

    file_id = world.admin.upload("answer.bin", content, "file")
    world.admin.post(path, {"text": "It is mended.", "file_ids": [file_id]}, "answer")

    def answers():
        return [mail for mail in mailbox(world) if "It is mended." in mail.get_body(("plain",)).get_content()]

    [answer] = eventually(answers, world)
    assert "<in.and.out@customers.example>" in answer["References"]
    assert SUPPORT in answer["From"]
    assert hashes_of(part.get_content() for part in answer.iter_attachments()) == hashes_of([content])

    back = EmailMessage(policy=email.policy.SMTP)
    back["From"], back["To"], back["Subject"] = NIA, answer["Reply-To"], f"Re: {answer['Subject']}"
    back["In-Reply-To"] = answer["Message-ID"]
    back.set_content("Thank you.")
    world.servers.send(NIA, email.utils.parseaddr(answer["Reply-To"])[1], back.as_bytes())
    texts = eventually(lambda: [each["text"] for each in world.admin.all_of(path)][2:], world)
    assert [text.strip() for text in texts] == ["Thank you."]


def test_in_by_a_pipe(world):
    if world.servers.program is None:
        pytest.skip("the account `nobody` can't run the program from this folder")
    world.servers.send(NIA, "support+pipe@deskbell.example", write("by a pipe", NIA))
    ticket_of(world, "by a pipe")


def test_a_bounce_is_shown_on_the_mail_that_bounced(world):
    world.servers.send(GONE, SUPPORT, write("soon gone", GONE))
    ticket_id = ticket_of(world, "soon gone")
    said = world.admin.post(f"/v1/tickets/{ticket_id}/messages", {"text": "Are you there?"}, "bounce")

    def bounced():
        mails = world.admin.all_of(f"/v1/tickets/{ticket_id}/deliveries", message_id=said["id"])
        return [each["bounce"] for mail in mails for each in mail["recipients"] if each["bounce"]]

    [bounce] = eventually(bounced, world)
    assert (bounce["action"], bounce["status"][:3]) == ("failed", "5.1")
    assert len(world.admin.all_of(f"/v1/tickets/{ticket_id}/messages")) == 2


def test_while_postfix_has_nowhere_to_bring_it_mail_waits_there(world):
    """The helpdesk's own door refuses for now when its database is away; Postfix brings the mail again."""
    world.served.wait_until(lambda: world.served.child("PostgreSQL") is not None, PATIENCE_SECONDS)
    world.served.child("PostgreSQL").kill()
    for number in range(5):
        world.servers.send(NIA, SUPPORT, write(f"meanwhile {number}", NIA))
    for number in range(5):
        ticket_of(world, f"meanwhile {number}")
