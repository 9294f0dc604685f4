"""A round: a helpdesk under fire, customers, agents, the sink; then healing, and the account of it."""

import random
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.accounting import account
from tests.faults.agents import Tickets
from tests.faults.bombing import bomb
from tests.faults.customers import Customers, MailServer
from tests.faults.disk import small_disk
from tests.faults.hurried import HURRY, SCRIPT
from tests.faults.injecting import Injector
from tests.faults.mails import write_mail
from tests.faults.plan import DISK_FULL, make_plan
from tests.faults.postbox import Postbox, Provider
from tests.faults.settling import settle
from tests.faults.traffic import Traffic
from tests.ops.person import Person
from tests.ops.served import Served, free_port

SENDERS = 3
ADMIN = "ada@deskbell.example"
FETCHED = "post@deskbell.example"


@dataclass(frozen=True)
class Wish:
    """What kind of round. In a `hurry`, the product waits seconds where it waits a minute."""

    seed: int
    mails: int
    faults: int
    hurry: bool = False
    away_seconds: float = 5.0
    disk_megabytes: int = 128
    bombs: bool = False


@dataclass
class Round:
    """What was done, what came of it, and which faults could not be had here, with the reason."""

    wish: Wish
    done: dict
    found: dict
    left_out: dict = field(default_factory=dict)
    bombs: list = field(default_factory=list)
    seconds: float = 0.0


def play(wish, folder, say=lambda _: None):
    """A whole round in an empty folder."""
    began = time.monotonic()
    with (
        small_disk(folder / "data" / "files", wish.disk_megabytes) as reason,
        helpdesk(folder, wish) as world,
    ):
        left_out = {DISK_FULL: reason} if reason else {}
        traffic = Traffic(folder / "ledger.jsonl")
        tickets = Tickets(traffic, world.served.port, wish.mails)
        plan = make_plan(wish.seed, wish.mails, wish.faults, left_out)
        injector = Injector(plan, world, traffic, wish.away_seconds)
        try:
            run_all([*senders(traffic, world, wish), *tickets.threads(wish.seed)], injector, say)
            with Person(world.served.port, ADMIN, "admin") as admin:
                settle(admin, traffic, tickets, world.postbox.sink, say)
                found = account(admin, traffic, tickets, world.postbox.sink)
                bombs = bomb(admin, injector) if wish.bombs else []
        except Exception as error:  # noqa: BLE001 - told with what the helpdesk said
            raise AssertionError(world.served.output[-6000:]) from (traffic.broken or error)
        finally:
            traffic.close()
        return Round(wish, injector.done, found, left_out, bombs, time.monotonic() - began)


@dataclass(frozen=True)
class World:
    """A helpdesk, its two doors, where its mail goes to, and who keeps mail for it."""

    served: Served
    smtp: int
    lmtp: int
    postbox: Postbox
    provider: Provider


@contextmanager
def helpdesk(folder, wish):
    """A running demonstration that sends to the postbox, and fetches from the provider."""
    smtp, lmtp = free_port(), free_port()
    with Postbox() as postbox, Provider() as provider:
        settings = {
            "DESKBELL_SMTP_HOST": "127.0.0.1",
            "DESKBELL_SMTP_PORT": str(postbox.sink.port),
            "DESKBELL_SMTP_SECURITY": "none",
            "DESKBELL_SMTP_PRIVATE": "true",
            "DESKBELL_SMTP_LISTEN": f"127.0.0.1:{smtp}",
            "DESKBELL_LMTP_LISTEN": f"127.0.0.1:{lmtp}",
            "DESKBELL_LOG_LEVEL": "warning",
            **({HURRY: "1"} if wish.hurry else {}),
        }
        served = Served(folder / "data", free_port(), "--demo", script=SCRIPT, settings=settings)
        try:
            served.wait_until_ready()
            with Person(served.port, ADMIN, "admin") as admin:
                connect(admin, provider)
            yield World(served, smtp, lmtp, postbox, provider)
        finally:
            served.stop()


def connect(admin, provider):
    """A mailbox whose mail lies at the provider, beside the demonstration's."""
    [usual] = admin.all_of("/v1/mailboxes")
    made = {"address": FETCHED, "name": "Fetched", "department_id": usual["department_id"]}
    admin.post("/v1/mailboxes", made | {"incoming": provider.imap.incoming(existing=True)})


def senders(traffic, world, wish):
    """Threads that share the mails."""
    chance = random.Random(wish.seed)
    mails = [write_mail(chance) for _ in range(wish.mails)]
    shares = [
        Customers(traffic, MailServer(world, f"{wish.seed}-{place}"), mails[place::SENDERS])
        for place in range(SENDERS)
    ]
    return [threading.Thread(target=share.run) for share in shares]


def run_all(threads, injector, say):
    """Everybody at once, until all have done their part."""
    traffic = injector.traffic
    threads = [*threads, threading.Thread(target=injector.run)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.2)
        say(
            f"{len(traffic.acknowledged)} mails in, {len(traffic.answered)} answers, "
            f"{sum(injector.done.values())} faults"
        )
    for thread in threads:
        thread.join()
    if traffic.broken:
        raise traffic.broken
