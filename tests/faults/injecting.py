"""The faults themselves."""

import random
import time

import psutil
from tests.channels.email.imap_server import HALF
from tests.channels.email.sink import DROP
from tests.faults import disk
from tests.faults.customers import MailServer
from tests.faults.plan import (
    AFTER_DATA,
    AFTER_DOT,
    API,
    DISK_FULL,
    IMAP_AWAY,
    IMAP_DROP,
    IMAP_NUMBERS,
    PARSER,
    POSTGRES,
    SMTP_421,
    SMTP_451,
    SMTP_AWAY,
    TWICE,
    WORKER,
)

SLACK = 12
PATIENCE_SECONDS = 600
KILLED = {API: "API", WORKER: "worker", POSTGRES: "PostgreSQL"}
SMTP = {
    SMTP_421: [{stage: "421 4.3.2 Not now"} for stage in ("greeting", "mail", "dot")],
    SMTP_451: [{stage: "451 4.7.1 Try again"} for stage in ("mail", "rcpt", "data", "dot")],
    AFTER_DATA: [{"body": DROP}],
    AFTER_DOT: [{"dot": DROP}],
}
IMAP = [
    ("before", "UID FETCH", DROP),
    ("after", "UID FETCH", DROP),
    ("after", "UID FETCH", HALF),
    ("before", "UID STORE", DROP),
    ("after", "UID STORE", DROP),
    None,
]


class Injector:
    """Does what the plan says, each when the traffic has come that far."""

    def __init__(self, plan, world, traffic, away_seconds):
        self.plan, self.world, self.traffic = plan, world, traffic
        self.away_seconds = away_seconds
        self.server = MailServer(world, "again")
        self.chance = random.Random(plan.seed)
        self.done = {}

    def run(self):
        """All of them; the traffic waits when a fault is late."""
        try:
            for moment, kind in self.plan.faults:
                self.traffic.allow(moment + SLACK)
                self.traffic.wait_until_done(moment, PATIENCE_SECONDS)
                self._do(kind)
                self.done[kind] = self.done.get(kind, 0) + 1
            self.traffic.allow(self.plan.steps)
        except Exception as error:
            self.traffic.break_off(error)
            raise

    def _do(self, kind):
        if kind in KILLED:
            self._kill(lambda: self.world.served.child(KILLED[kind]))
        elif kind == PARSER:
            self._kill(self.parser)
        elif kind in SMTP:
            self.world.postbox.sink.fault(**self.chance.choice(SMTP[kind]))
        elif kind == TWICE:
            token = self.chance.choice(sorted(self.traffic.acknowledged))
            self.server.insist(self.traffic.sent[token], b"Received: by another.example; once more\r\n")
        elif kind == IMAP_DROP:
            self._drop(self.chance.choice(IMAP))
        elif kind == IMAP_NUMBERS:
            self.world.provider.renumber()
        elif kind in {SMTP_AWAY, IMAP_AWAY}:
            away = self.world.postbox if kind == SMTP_AWAY else self.world.provider
            away.close()
            time.sleep(self.away_seconds)
            away.open()
        elif kind == DISK_FULL:
            disk.fill(self.world.served.data / "files")
            time.sleep(self.away_seconds)
            disk.make_room(self.world.served.data / "files")

    def _drop(self, when):
        """Now, or at the next command of its kind."""
        if when is None:
            self.world.provider.hang_up()
        else:
            self.world.provider.faults.append(when)

    def _kill(self, find):
        found = []

        def there():
            process = find()
            found[:] = [process] if process else []
            return bool(found)

        self.world.served.wait_until(there, PATIENCE_SECONDS)
        found[0].kill()

    def parser(self):
        """The child that reads mail; nobody while there is none."""
        for each in self.world.served.family():
            try:
                if any("parsing.child" in word for word in each.cmdline()):
                    return each
            except psutil.NoSuchProcess:
                continue
        return None
