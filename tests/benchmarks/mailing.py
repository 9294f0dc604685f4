"""Mail in and out: how many a second, what each costs, and how soon one is visible."""

import asyncio
import time
from dataclasses import dataclass
from statistics import median, quantiles

import psycopg
from tests.benchmarks.mail_peers import Peer, no_names, sink
from tests.benchmarks.mails import MAILBOX, mails

CONNECTIONS = 8
WARM_UP = 40
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 120
RATE = 20  # mails a second, where it is measured how soon one is visible
LOOK_AHEAD = 400  # rows of the ledger, in their order, looked at each time

MAKE_MAILBOX = """insert into mailboxes (address, name, department_id)
select %s, 'Support', id from departments where is_default"""
FORGET_WAITING = "delete from outgoing_mails where state = 'queued'"
LEDGER = """select id, fate = 'accepted', internet_id from inbound_mails where id > %s order by id limit %s"""
# Replies as if they had just been committed by the API: all that follows from them is the worker's.
REPLIES = """insert into events (type, actor_kind, actor_id, subject_type, subject_id, ticket_id, data)
select 'ticket.message_added', 'user', m.author_id, 'ticket', t.id, t.id,
    jsonb_build_object('ticket_id', t.id, 'version', t.version, 'message_id', m.id, 'by_staff', true)
from (
    select distinct on (ticket_id) id, ticket_id, author_id from messages
    where by_staff and kind = 'public' order by ticket_id, id desc
) as m join tickets t on t.id = m.ticket_id and t.requester_id <> m.author_id
order by t.id desc limit %s"""
OUTCOMES = "select state, count(*) from outgoing_mails where kind = 'reply' group by state"


@dataclass(frozen=True)
class MailFigures:
    """What was measured; milliseconds are processor time of one mail, by kind of process."""

    received: float  # a second, from the first to the last being visible
    received_ms: dict
    soon: float  # seconds from its 250 until it is visible, at the rate above: median
    sooner: float  # and of 95 %
    sent: float
    sent_ms: dict
    connections: int


def measured_mail(url, plan, ports, seconds, spent):
    """Both ways; `ports`: of our listener, for a sink and a name server. `spent()`: processor time so far."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FORGET_WAITING)
        connection.execute(MAKE_MAILBOX, (MAILBOX,))
        return asyncio.run(_measured(connection, plan, ports, seconds, spent))


async def _measured(connection, plan, ports, seconds, spent):
    door, sink_port, names_port = ports
    many, few = max(20, int(150 * seconds)), max(5, int(RATE * seconds))
    async with sink(sink_port) as (taken, opened), no_names(names_port):
        await _flood(connection, door, list(mails(plan, 1, WARM_UP)))
        batch = list(mails(plan, 1 + WARM_UP, many))
        before, (began, shown) = spent(), await _flood(connection, door, batch)
        received_ms = _each(before, spent(), many)
        await _quiet(connection)
        delays = await _paced(connection, door, list(mails(plan, 1 + WARM_UP + many, few)))
        await _quiet(connection)
        already, before, start = len(taken), spent(), time.monotonic()
        opened.clear()
        wanted = connection.execute(REPLIES, (max(20, int(100 * seconds)),)).rowcount
        await _until(lambda: len(taken) >= already + wanted)
        sent = wanted / (taken[-1] - start)
        await _quiet(connection)
        sent_ms = _each(before, spent(), wanted)
        outcomes = dict(connection.execute(OUTCOMES).fetchall())
    if outcomes != {"accepted": wanted}:
        raise AssertionError(outcomes)
    return MailFigures(
        received=many / (max(shown.values()) - began),
        received_ms=received_ms,
        soon=median(delays),
        sooner=quantiles(delays, n=20)[-1],
        sent=sent,
        sent_ms=sent_ms,
        connections=len(opened),
    )


async def _flood(connection, door, batch):
    """Bring all at several connections; (when that began, when each was visible)."""
    waiting = iter(batch)

    async def one():
        peer = await Peer.connect(door)
        for sender, _, content in waiting:
            await peer.bring(sender, MAILBOX, content)
        peer.leave()

    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_watch(connection, {name for _, name, _ in batch}))
        for _ in range(CONNECTIONS):
            group.create_task(one())
    return began, watching.result()


async def _paced(connection, door, batch):
    """Bring them one after the other at a steady rate; seconds of each from its 250 until it is visible."""
    stored = {}

    async def bring():
        peer = await Peer.connect(door)
        for sender, name, content in batch:
            stored[name] = await peer.bring(sender, MAILBOX, content)
            await asyncio.sleep(1 / RATE)
        peer.leave()

    shown, _ = await asyncio.gather(_watch(connection, {name for _, name, _ in batch}), bring())
    return [shown[name] - stored[name] for name in shown]


async def _watch(connection, names):
    """When each of these mails was seen to be a message."""
    shown, done = {}, 0

    def look():
        nonlocal done
        in_order = True
        for number, accepted, name in connection.execute(LEDGER, (done, LOOK_AHEAD)).fetchall():
            in_order = in_order and accepted
            done = number if in_order else done
            if accepted and name in names:
                shown.setdefault(name, time.monotonic())
        return len(shown) == len(names)

    await _until(look)
    return shown


async def _quiet(connection):
    """Until what followed from it is done, jobs and mails, so that the next figure is its own."""
    due = """select count(*) from procrastinate_jobs where status in ('todo', 'doing')"""
    waiting = "select count(*) from outgoing_mails where state in ('queued', 'sending')"
    await asyncio.sleep(0.5)
    await _until(lambda: not any(connection.execute(each).fetchone()[0] for each in (due, waiting)))


async def _until(happened):
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > until:
            raise AssertionError("it takes too long")
        await asyncio.sleep(POLL_SECONDS)


def _each(before, after, count):
    return {kind: (after[kind] - before[kind]) * 1000 / count for kind in after}
