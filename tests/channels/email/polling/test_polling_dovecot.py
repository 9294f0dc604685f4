"""Debian's Dovecot, where it is installed: fetched, marked, moved, told of by IDLE, and restored."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from tests.channels.email.inbound.mails import mail
from tests.channels.email.polling.conftest import Post
from tests.factories.mailboxes import OPERATOR, make_mailbox
from tests.ops.served import free_port
from tests.waiting import wait_until

from deskbell.channels.email.mailboxes.actions.change import change_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxUpdate

DOVECOT = Path("/usr/sbin/dovecot")
WHY_NOT = "" if DOVECOT.exists() and os.geteuid() == 0 else "needs root and apt-get install dovecot-imapd"
NOBODY = 65534

pytestmark = [pytest.mark.commits, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "-")]

CONFIGURATION = """
instance_name = deskbell-polling
base_dir = {folder}/run
protocols = imap
listen = 127.0.0.1
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


def _name_of(process):
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except FileNotFoundError:
        return ""


class Dovecot:
    """A running one, with one mailbox."""

    def __init__(self, folder, port):
        self.folder, self.port, self.count = folder, port, 0
        self.process = None

    def deliver(self, raw):
        """As a delivery does it: written aside, then moved into the folder."""
        self.count += 1
        aside = self.folder / "mail" / "tmp" / f"{self.count}.test"
        aside.write_bytes(raw)
        os.chown(aside, NOBODY, NOBODY)
        aside.rename(self.folder / "mail" / "new" / f"{1_000_000 + self.count}.test")

    def lying(self, name=""):
        """How many mails lie in a folder: (new, looked at and read)."""
        folder = self.folder / "mail" / name
        read = [each for each in (folder / "cur").glob("*") if "S" in each.name.partition(":2,")[2]]
        return len([*(folder / "new").glob("*"), *(folder / "cur").glob("*")]), len(read)

    def serving(self):
        """The processes that are at a mailbox now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [each for each in children if _name_of(each) == "imap"]

    def forget_numbers(self):
        """As after a restore: the list of UIDs is gone, and so another UIDVALIDITY follows.

        First whoever served the connection before has to be gone: it would write its list once more.
        """
        wait_until(
            lambda: not self.serving(), 60, 0.05, lambda: "a process of Dovecot is still at the mailbox"
        )
        for each in (self.folder / "mail").glob("dovecot*"):
            each.unlink()


@pytest.fixture
def dovecot():
    """Started and ended here; nobody else's is touched."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-dovecot-"))
    folder.chmod(0o755)
    made = Dovecot(folder, free_port())
    for name in ("run", "home", "mail", "mail/new", "mail/cur", "mail/tmp"):
        (folder / name).mkdir()
        os.chown(folder / name, 0 if name == "run" else NOBODY, 0 if name == "run" else NOBODY)
    path = folder / "dovecot.conf"
    path.write_text(CONFIGURATION.format(folder=folder, port=made.port))
    made.process = process = subprocess.Popen([DOVECOT, "-F", "-c", path], stdin=subprocess.DEVNULL)
    log = folder / "dovecot.log"
    while not (log.exists() and "starting up" in log.read_text()):
        assert process.poll() is None
        time.sleep(0.02)
    yield made
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


async def test_dovecot(desk, settings, dovecot):
    incoming = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "private": True}
    incoming |= {"username": "desk", "password": "secret", "existing": True}
    async with desk.database.session() as session:
        made = await make_mailbox(session, settings, desk.department, incoming=incoming)
    post = Post(desk.database, settings, dovecot, made.id)
    for number in range(3):
        dovecot.deliver(mail(f"Mail {number}.", Message_ID=f"<{number}@example.org>"))

    async def taken(count, **row):
        for _ in range(3000):
            there = len(await post.ledger())  # first: a mail and that it is unsettled are stored together
            standing = await post.standing()
            if there == count and row == {name: getattr(standing, name) for name in row}:
                return
            assert standing.error is None, standing.error
            await asyncio.sleep(0.02)
        pytest.fail((dovecot.folder / "dovecot.log").read_text())

    async with post.polled():
        await taken(3, live=True, unsettled=[])
        assert dovecot.lying() == (3, 3)
        dovecot.deliver(mail("Told of.", Message_ID="<4@example.org>"))
        await taken(4, unsettled=[])
        async with desk.database.session() as session:
            moves = MailboxUpdate(
                incoming=incoming | {"password": None, "after": "move", "move_to": "Erledigt ü"}
            )
            await change_mailbox(session, OPERATOR, made.id, moves, None, post.sealer)
        dovecot.deliver(mail("Moved.", Message_ID="<5@example.org>"))
        await taken(5, unsettled=[], live=True)
        assert dovecot.lying() == (4, 4)
        assert dovecot.lying(".Erledigt &APw-") == (1, 0)
    before = (await post.standing()).uidvalidity
    dovecot.forget_numbers()
    dovecot.deliver(mail("After the restore.", Message_ID="<6@example.org>"))
    async with post.polled():
        await post.sql("update mailbox_pollings set next_at = now()")
        await taken(6, unsettled=[], live=True)
    assert (await post.standing()).uidvalidity != before
    assert sorted(row.duplicates for row in await post.ledger()) == [0, 0, 1, 1, 1, 1]
    assert dovecot.lying() == (0, 0)
