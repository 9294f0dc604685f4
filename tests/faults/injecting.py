"""The faults themselves."""

import random
import time

import psutil
from tests.channels.email.sink import DROP
from tests.faults import disk
from tests.faults.plan import (
    AFTER_DATA,
    AFTER_DOT,
    API,
    DISK_FULL,
    PARSER,
    POSTGRES,
    SMTP_421,
    SMTP_451,
    SMTP_AWAY,
    TWICE,
    WORKER,
)

SLACK = 12
PATIENCE_SECONDS = 120
KILLED = {API: "API", WORKER: "worker", POSTGRES: "PostgreSQL"}
SMTP = {
    SMTP_421: [{stage: "421 4.3.2 Not now"} for stage in ("greeting", "mail", "dot")],
    SMTP_451: [{stage: "451 4.7.1 Try again"} for stage in ("mail", "rcpt", "data", "dot")],
    AFTER_DATA: [{"body": DROP}],
    AFTER_DOT: [{"dot": DROP}],
}


class Injector:
    """Does what the plan says, each when the traffic has come that far."""

    def __init__(self, plan, served, traffic, postbox, server, away_seconds):
        self.plan, self.served, self.traffic, self.postbox = plan, served, traffic, postbox
        self.server, self.away_seconds = server, away_seconds
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
            self._kill(lambda: self.served.child(KILLED[kind]))
        elif kind == PARSER:
            self._kill(self.parser)
        elif kind in SMTP:
            self.postbox.sink.fault(**self.chance.choice(SMTP[kind]))
        elif kind == TWICE:
            token = self.chance.choice(sorted(self.traffic.acknowledged))
            self.server.insist(self.traffic.sent[token], b"Received: by another.example; once more\r\n")
        elif kind == SMTP_AWAY:
            self.postbox.close()
            time.sleep(self.away_seconds)
            self.postbox.open()
        elif kind == DISK_FULL:
            disk.fill(self.served.data / "files")
            time.sleep(self.away_seconds)
            disk.make_room(self.served.data / "files")

    def _kill(self, find):
        found = []

        def there():
            process = find()
            found[:] = [process] if process else []
            return bool(found)

        self.served.wait_until(there, PATIENCE_SECONDS)
        found[0].kill()

    def parser(self):
        """The child that reads mail; nobody while there is none."""
        for each in self.served.family():
            try:
                if any("parsing.child" in word for word in each.cmdline()):
                    return each
            except psutil.NoSuchProcess:
                continue
        return None
