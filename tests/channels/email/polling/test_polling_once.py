"""Mail on an IMAP server is taken exactly once, wherever the connection or the worker breaks off."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.channels.email.imap_server import DROP, HALF
from tests.channels.email.inbound.conftest import tickets
from tests.channels.email.inbound.mails import mail
from tests.channels.email.polling.conftest import PACE, make_post

from deskbell.channels.email.parsing.limits import MAX_MAIL
from deskbell.channels.email.polling.delivered import delivered_to

pytestmark = pytest.mark.commits

AFTER = {"seen": {}, "move": {"move_to": "Done"}, "delete": {}}


async def test_what_lies_there_becomes_tickets_and_is_marked_as_read(post, take_in, desk):
    post.send(3)
    assert await post.poll() == 1
    rows = await take_in()
    assert [(row.source, row.uid, row.uidvalidity, row.fate) for row in rows] == [
        ("imap", uid, 1, "accepted") for uid in (1, 2, 3)
    ]
    assert len(await tickets(desk.database)) == 3
    assert [each.flags for each in post.server.inbox.mails] == [{r"\Seen"}] * 3
    standing = await post.standing()
    assert (standing.last_uid, standing.unsettled, standing.mails_taken) == (3, [], 3)
    assert (standing.error, standing.lease_until, standing.live) == (None, None, False)
    assert standing.polled_at is not None
    assert await post.poll() == 1
    assert (post.server.fetched, len(await post.ledger())) == ([1, 2, 3], 3)


async def test_what_lay_there_before_stays_there_unless_it_is_wanted(desk, settings, server):
    post = await make_post(desk, settings, server, existing=False)
    post.send(2, arrived=datetime.now(UTC) - timedelta(hours=1))
    await post.poll()
    post.send(1)
    await post.poll()
    assert (server.fetched, [row.uid for row in await post.ledger()]) == ([3], [3])


async def test_what_came_between_the_connecting_and_the_first_look_is_taken(desk, settings, server):
    post = await make_post(desk, settings, server, existing=False)
    post.send(1, arrived=datetime.now(UTC) - timedelta(hours=1))
    post.send(2)
    await post.poll()
    assert server.fetched == [2, 3]


@pytest.mark.parametrize(("after", "stage"), [("seen", "before"), ("move", "after"), ("delete", HALF)])
async def test_t66_a_drop_at_any_command_loses_and_doubles_nothing(desk, settings, server, after, stage):
    post = await make_post(desk, settings, server, after=after, **AFTER[after])
    steps = 1
    while await polled_with_a_drop(post, steps, stage):
        steps += 1
        rows = await post.ledger()
        assert (len(rows), sum(row.duplicates for row in rows)) == (post.sent, 0)
        standing = await post.standing()
        assert (standing.unsettled, standing.mails_taken, standing.error) == ([], post.sent, None)
    assert steps > 8
    if after == "seen":
        assert all(each.flags == {r"\Seen"} for each in server.inbox.mails)
    else:
        assert server.inbox.mails == []
    if after == "move":
        assert len(server.folders["Done"].mails) == post.sent


async def polled_with_a_drop(post, number, stage):
    """Poll, while the connection drops at the command of that number; whether it came so far. Poll again."""
    seen = []

    def drop(at, verb):
        if at == ("before" if stage == "before" else "after"):
            seen.append(verb)
            if len(seen) == number:
                return HALF if stage == HALF else DROP
        return None

    post.send(1)
    post.server.misbehave = drop
    await post.poll()
    post.server.misbehave = None
    await post.poll()
    return len(seen) >= number


@pytest.mark.parametrize(
    ("stage", "command", "stored"),
    [("after", "UID FETCH", 0), ("before", "UID STORE", 2)],
)
async def test_t68_a_worker_that_dies_between_fetching_storing_and_marking_leaves_it_to_the_next(
    post, stage, command, stored
):
    post.send(2)
    async with post.poller() as poller:

        def die(at, verb):
            if (at, verb) == (stage, command):
                for held in poller._held.values():
                    held.task.cancel()
                poller._held.clear()  # nobody gives its lease back

        post.server.misbehave = die
        await poller.step()
        await poller.settled()
        await asyncio.sleep(0)
    post.server.misbehave = None
    assert len(await post.ledger()) == stored
    assert await post.poll() == 0, "the lease of the dead one still holds"
    await post.sql(  # it had seen the server living: the next round would have been much later
        "update mailbox_pollings set lease_until = now(), next_at = now() + interval '5 minutes'"
    )
    async with post.poller() as poller:
        assert await poller.step() == 1
        await poller.settled()
    rows = await post.ledger()
    assert [(row.uid, row.duplicates) for row in rows] == [(1, 0), (2, 0)]
    assert [each.flags for each in post.server.inbox.mails] == [{r"\Seen"}] * 2


async def test_two_workers_are_never_at_one_mailbox(post):
    post.send(PACE.batch_mails + 10)
    async with post.poller() as one, post.poller() as other:
        begun = [await one.step(), await other.step(), await one.step()]
        await asyncio.gather(one.settled(), other.settled())
    assert (begun, post.server.sign_ins, len(await post.ledger())) == ([1, 0, 0], 1, 30)
    assert sorted(post.server.fetched) == list(range(1, 31))
    assert post.server.commands.count("UID STORE") == 2, "few are fetched at a time"


async def test_who_lost_the_lease_writes_nothing_more(post):
    post.send(1)

    logins, sign_in = post.logins(), post.logins().of

    async def as_somebody_changes_the_settings(mailbox):
        await post.sql("update mailbox_pollings set lease_number = lease_number + 1")
        return await sign_in(mailbox)

    logins.of = as_somebody_changes_the_settings
    await post.poll(logins=logins)
    standing = await post.standing()
    assert (await post.ledger(), standing.last_uid, standing.polled_at) == ([], 0, None)


async def test_t67_after_a_change_of_uidvalidity_only_what_is_new_is_fetched(desk, settings, server, take_in):
    post = await make_post(desk, settings, server, existing=False)
    server.deliver(mail("Old.", Message_ID="<old@example.org>"))
    await post.sql("update mailbox_pollings set began_at = now() + interval '1 hour'")
    await post.poll()
    await post.sql("update mailbox_pollings set began_at = now() - interval '1 hour'")
    for old in server.inbox.mails:
        old.arrived = old.arrived.replace(year=2020)
    post.send(2)
    server.deliver(mail("Without a name."))
    await post.poll()
    await take_in()
    assert server.fetched == [2, 3, 4]
    server.inbox.renumber()
    server.inbox.mails.reverse()
    server.inbox.renumber()
    post.send(1)
    server.fetched.clear()
    await post.poll()
    rows = await post.ledger()
    assert [(row.uidvalidity, row.duplicates) for row in rows] == [(1, 0), (1, 0), (1, 1), (3, 0)]
    assert server.fetched == [1, 5], "the one without a Message-ID, and the new one"
    standing = await post.standing()
    assert (standing.uidvalidity, standing.last_uid, standing.mails_taken) == (3, 5, 4)


async def test_a_mail_that_is_too_large_is_not_fetched_but_noted(desk, settings, server, take_in):
    post = await make_post(desk, settings, server, after="delete")
    server.deliver(mail("Much.", subject="A film", Message_ID="<f@example.org>"), size=MAX_MAIL + 20_000_000)
    post.send(1)
    await post.poll()
    large, usual = await take_in()
    assert (large.fate, large.subject, large.address) == ("refused", "A film", "nia@example.org")
    assert large.reason.startswith(
        "It has 60 MB; at most 40 MB are taken. It was not fetched, and still lies"
    )
    assert (large.size, large.ticket_id, usual.fate) == (60_000_000, None, "accepted")
    assert server.fetched == [2]
    assert [each.uid for each in server.inbox.mails] == [1], "what we don't have is never deleted there"


async def test_t69_a_mail_that_the_server_keeps_back_delays_no_other_and_is_noted_in_the_end(post, take_in):
    uids = post.send(3)
    post.server.keeps_back = {uids[1]}
    await post.poll()
    assert [row.uid for row in await post.ledger()] == [1, 3]
    for _ in range(PACE.tries):
        await post.poll()
    rows = await take_in()
    assert [(row.uid, row.fate) for row in rows] == [(1, "accepted"), (3, "accepted"), (2, "refused")]
    assert "doesn't give it out" in rows[2].reason
    assert (await post.standing()).postponed == {}
    post.server.keeps_back = {*post.send(1)}
    await post.poll()
    post.server.keeps_back = set()
    await post.poll()
    rows = await take_in()
    assert (rows[-1].uid, rows[-1].fate) == (4, "accepted"), "one that is given out late is taken then"
    assert (await post.standing()).postponed == {}


async def test_the_same_mail_by_two_doors_is_one(post, take_in):
    raw = mail("Twice.", Message_ID="<t@example.org>")
    post.server.deliver(b"Received: from a by b\r\n" + raw)
    post.server.deliver(b"Delivered-To: desk@desk.example.com\r\nReceived: from c by d\r\n" + raw)
    await post.poll()
    [row] = await take_in()
    assert (row.duplicates, row.fate) == (1, "accepted")


def test_where_it_was_delivered_is_read_from_the_lines_of_mail_servers():
    lines = b"Delivered-To: Desk+r1-token@desk.example.com\r\nX-Original-To: <eve@evil.example>\r\n"
    raw = lines + mail("Delivered-To: desk+in-the-text@desk.example.com")
    assert delivered_to(raw, "desk@desk.example.com") == ["Desk+r1-token@desk.example.com"]
