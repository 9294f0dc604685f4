"""Debian's Postfix and Dovecot, each with a folder and ports of its own, started and ended by us."""

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import click
from tests.ops.served import free_port

import deskbell

PASSWORD = "correct horse"
NOBODY = 65534
START_SECONDS = 60
RUN = "from deskbell.cli import main; main()"
PROGRAMS = ("postfix", "dovecot")

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
inet_protocols = ipv4
myhostname = mx.customers.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
alias_maps =
virtual_mailbox_domains = customers.example
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:inet:127.0.0.1:{mailboxes}
relay_domains = deskbell.example
relay_transport = lmtp:inet:127.0.0.1:{lmtp}
transport_maps = inline:{{ support+pipe@deskbell.example=deskbell: }}
minimal_backoff_time = 2s
queue_run_delay = 2s
"""
MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
deskbell unix - n n - - pipe
    user=nobody null_sender=
    argv={deskbell}
    mail deliver --lmtp 127.0.0.1:{lmtp} --sender ${{sender}} ${{recipient}}
"""
DOVECOT = """
instance_name = deskbell-tests
base_dir = {folder}/run
protocols = imap lmtp
listen = 127.0.0.1
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail/%u
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {mailboxes}
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


def why_not():
    """Why they can't be tried here; empty where they can."""
    missing = [name for name in PROGRAMS if not (shutil.which(name) or Path(f"/usr/sbin/{name}").exists())]
    if missing:
        return f"{' and '.join(missing)} not installed: apt-get install postfix dovecot-imapd dovecot-lmtpd"
    return "" if os.geteuid() == 0 else "only root can start Postfix and Dovecot"


def program_of_nobody():
    """How the account of Postfix's pipe, which is not root, can run our command; None where it can't."""
    paths = os.pathsep.join(str(Path(module.__file__).parents[1]) for module in (deskbell, click))
    for python in (sys.executable, "/usr/bin/python3"):
        command = ["/usr/bin/env", f"PYTHONPATH={paths}", python, "-c", RUN]
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        try:
            done = subprocess.run([*command, "version"], capture_output=True, check=False, cwd="/", **who)
        except OSError:
            continue
        if done.returncode == 0:
            return command
    return None


class MailServers:
    """Both: mail for `customers.example` goes into mailboxes, for `deskbell.example` to the helpdesk."""

    def __init__(self, folder, lmtp):
        self.folder, self.lmtp = folder, lmtp
        self.smtp, self.imap, self.mailboxes = free_port(), free_port(), free_port()
        self.program = program_of_nobody()
        words = self.program or ["/bin/false"]
        self.deskbell = " ".join(f"{{ {word} }}" if " " in word else word for word in words)
        self._processes = []

    @contextmanager
    def running(self, *people):
        """With a mailbox for each of these."""
        try:
            self._start_dovecot(people)
            self._start_postfix()
            yield self
        finally:
            for number in self._masters():
                os.kill(number, signal.SIGTERM)
            for process in self._processes:
                process.wait(20)

    def send(self, sender, recipient, raw):
        """Hand a mail to Postfix."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as server:
            server.sendmail(sender, [recipient], raw)

    def told(self):
        """What both have logged."""
        logs = [self.folder / name for name in ("postfix.log", "dovecot.log")]
        return "\n".join(path.read_text() for path in logs if path.exists())

    def _masters(self):
        """The processes that all the others end with; Postfix's leaves the one that we started."""
        for path in (self.folder / "run/master.pid", self.folder / "queue/pid/master.pid"):
            if path.exists():
                yield int(path.read_text())

    def _start_dovecot(self, people):
        for name in ("run", "mail", "home"):
            (self.folder / name).mkdir()
        for name in ("mail", "home"):
            os.chown(self.folder / name, NOBODY, NOBODY)
        lines = [f"{each}:{{PLAIN}}{PASSWORD}:{NOBODY}:{NOBODY}::{self.folder}/home::\n" for each in people]
        (self.folder / "users").write_text("".join(lines))
        (self.folder / "users").chmod(0o644)
        path = self._written("dovecot.conf", DOVECOT)
        self._run(["/usr/sbin/dovecot", "-F", "-c", str(path)], self.imap)

    def _start_postfix(self):
        for name in ("queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        configuration = self.folder / "postfix"
        configuration.mkdir()
        self._written("postfix/main.cf", MAIN)
        self._written("postfix/master.cf", MASTER)
        self._run(["/usr/sbin/postfix", "-c", str(configuration), "start-fg"], self.smtp)

    def _written(self, name, text):
        path = self.folder / name
        path.write_text(text.format(**vars(self)).lstrip())
        path.chmod(0o644)
        return path

    def _run(self, command, port):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self._processes.append(process)
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, self.told()
            assert time.monotonic() < deadline, self.told()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
