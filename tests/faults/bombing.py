"""Bombs by SMTP to a helpdesk that is well again: what each takes, and how long the mail behind it waits."""

import time
from pathlib import Path

from tests.channels.email.inbound.mails import mail
from tests.channels.email.parsing.bombs import BOMBS, REPLY_BOMBS
from tests.faults.mails import CustomerMail

LOOK_SECONDS = 0.02
MOST_LOOKS = 2000
MEGABYTE = 1_000_000
NEXT = "the mail behind it"


def bomb(admin, injector):
    """Of each: name, seconds until dealt with, until the next was, MB of the reader and of the worker."""
    return [_one(admin, injector, name, raw) for name, raw in _all()]


def _all():
    for name, make in BOMBS.items():
        yield name, make()
    for name, text in REPLY_BOMBS.items():
        yield f"reply: {name}", mail(f"My reply.\r\n\r\n{text}", subject=name)


def _one(admin, injector, name, raw):
    began = time.monotonic()
    for content in (raw, mail(name, subject=NEXT)):
        injector.server.insist(
            CustomerMail(name, "eve@customers.example", content.removesuffix(b"\r\n") + b"\r\n", ())
        )
    ends = {}
    for _ in range(MOST_LOOKS):
        for place, row in enumerate(admin.get("/v1/inbound-mails", limit=2)["items"]):
            if row["fate"] != "waiting":
                ends.setdefault(place, time.monotonic() - began)
        if len(ends) == 2:
            break
        time.sleep(LOOK_SECONDS)
    else:
        raise TimeoutError(f"{name} is not dealt with")
    reader, worker = injector.parser(), injector.world.served.child("worker")
    return name, ends[1], ends[0], peak(reader), peak(worker)


def peak(process):
    """MB of real memory, at most so far; 0 when there is none just now."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except (AttributeError, OSError):
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / MEGABYTE
