"""The sender: each state, the same bytes again, never two at one mail, nothing lost when it is killed."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.channels.email.sink import DROP, Slow, sink
from tests.factories.desk import make_desk
from tests.factories.facts import stored_facts
from tests.factories.outgoing import ADDRESS, mails_of, make_copy, make_desk_of, raw_of, recipients_of
from tests.factories.tickets import make_message
from tests.factories.users import acting_as

from deskbell.channels.email.outbox.actions.fix import fix_next
from deskbell.channels.email.outbox.actions.lease import claim, end_lost, hand_over
from deskbell.channels.email.outbox.actions.retry import retry
from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.outbox.sender import MailSender
from deskbell.channels.email.signed_addresses import bare_address
from deskbell.core.jobs import drain as drain_jobs
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.subscribers import SUBSCRIBERS

PACE = Pace(first_pause=0.05, longest_pause=0.2, poll=0.02, look_for_lost=0.0, lease=5, renewal=1)

pytestmark = pytest.mark.commits


@pytest.fixture
async def world(live_database, settings):
    """A helpdesk that really commits, with one answer that waits to be sent."""
    async with live_database.session() as session:
        desk = await make_desk(session)
        await make_copy(session, desk.ticket, "copied@partner.example")
        await make_message(session, desk.ticket, desk.agent, "Here it is.")
    await start_dispatcher(live_database)
    async with live_database.session() as session:
        while await dispatch_once(session, SUBSCRIBERS, settled=False):
            pass
        await drain_jobs(session)
    world = World(live_database, settings, desk)
    yield world
    for each in world.senders:
        await each.finish()


class World:
    """The database, the people, and senders."""

    def __init__(self, database, settings, desk):
        self.database, self.settings, self.desk = database, settings, desk
        self.senders = []

    def sender(self, server=None, pace=PACE, **changes):
        """A sender that leads to a sink."""
        if server is not None:
            changes |= {
                "smtp_host": "127.0.0.1",
                "smtp_port": server.port,
                "smtp_security": "none",
                "smtp_private": True,
            }
        self.senders.append(MailSender(self.database, make_desk_of(self.settings, **changes), pace))
        return self.senders[-1]

    async def mail(self):
        async with self.database.session() as session:
            (mail,) = await mails_of(session)
            return mail

    async def states(self):
        async with self.database.session() as session:
            (mail,) = await mails_of(session)
            return {each.address.partition("@")[2]: each.state for each in await recipients_of(session, mail)}

    async def raw(self):
        async with self.database.session() as session:
            (mail,) = await mails_of(session)
            return await raw_of(session, mail)

    async def types(self):
        async with self.database.session() as session:
            (mail,) = await mails_of(session)
            facts = await stored_facts(session, "outgoing_mail", mail.id)
            return [fact.type.partition(".")[2] for fact in facts]

    async def retry(self):
        async with self.database.session() as session:
            (mail,) = await mails_of(session)
            await retry(session, acting_as(self.desk.admin), mail.id)

    async def one(self, sender):
        """One attempt, to its end."""
        for _ in range(200):
            await sender.step()
            if sender.at_work:
                await asyncio.gather(*sender.at_work.values())
                return
            await asyncio.sleep(0.02)
        pytest.fail("no attempt was made")

    async def execute(self, statement):
        async with self.database.session() as session:
            await session.execute(text(statement))


async def test_delivered(world):
    async with sink() as server:
        await world.one(world.sender(server))
        (got,) = server.received
    mail = await world.mail()
    assert (mail.state, mail.attempts, mail.reason) == ("accepted", 1, None)
    assert mail.ended_at is not None
    assert bare_address(got.sender) == ADDRESS
    assert min(got.recipients) == "copied@partner.example"
    assert len(got.recipients) == 2
    assert got.content == await world.raw()
    assert await world.types() == ["queued", "accepted"]
    async with world.database.session() as session:
        assert {each.queue_id for each in await recipients_of(session, mail)} == {"Q1"}


FAULTS = [
    ({"greeting": "421 4.3.2 busy"}, "deferred"),
    ({"mail": "451 4.3.0 later"}, "deferred"),
    ({"mail": "550 5.7.1 not you"}, "failed"),
    ({"data": DROP}, "deferred"),
    ({"body": DROP}, "deferred"),
    ({"dot": "451 4.3.0 later"}, "deferred"),
    ({"dot": "550 5.7.1 spam"}, "failed"),
    ({"dot": DROP}, "uncertain"),
]


@pytest.mark.parametrize(("fault", "state"), FAULTS)
async def test_each_fault_and_the_same_bytes_again(world, fault, state):
    """T70: whatever happened first, what is sent at last is what was written down before."""
    async with sink() as server:
        server.fault(**fault)
        sender = world.sender(server)
        await world.one(sender)
        before, mail = await world.raw(), await world.mail()
        assert (mail.state, mail.attempts) == (state, 1)
        assert mail.reason
        if state != "deferred":
            await sender.step()
            assert not sender.at_work
            await world.retry()
        await world.one(sender)
        assert (await world.mail()).state == "accepted"
        assert {each.content for each in server.received} == {before}
        assert len(server.received) == (2 if state == "uncertain" else 1)
    assert await world.types() == ["queued", state, *(["retried"] if state != "deferred" else []), "accepted"]


async def test_each_recipient_has_a_fate(world):
    customer = (await world.states()).keys() - {"partner.example"}
    async with sink() as server:
        server.fault(rcpt={"copied@partner.example": "450 4.2.1 greylisted"})
        sender = world.sender(server)
        await world.one(sender)
        assert await world.states() == {"partner.example": "deferred", customer.pop(): "accepted"}
        assert (await world.mail()).state == "deferred"
        server.fault(rcpt={"copied@partner.example": "550 5.1.1 unknown"})
        await world.one(sender)
        mail = await world.mail()
        assert (mail.state, mail.reason) == ("accepted", "5.1.1 unknown")
        assert (await world.states())["partner.example"] == "failed"
        assert [len(each.recipients) for each in server.received] == [1]


async def test_a_server_that_is_away(world):
    """Nothing is lost, the pauses grow, and it resumes alone."""
    async with sink() as server:
        port = server.port
    gone = world.sender(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", smtp_private=True)
    for attempt in (1, 2, 3):
        await world.one(gone)
        mail = await world.mail()
        assert (mail.state, mail.attempts) == ("deferred", attempt)
    async with sink() as server:
        await world.one(world.sender(server))
        assert len(server.received) == 1
    assert (await world.mail()).state == "accepted"


async def test_given_up_after_days(world):
    async with sink() as server:
        server.always = {"mail": "451 4.3.0 later"}
        sender = world.sender(server)
        await world.one(sender)
        await world.execute("update outgoing_mails set give_up_at = now() - interval '1 s'")
        await world.one(sender)
        mail = await world.mail()
        assert mail.state == "failed"
        assert mail.reason == "Given up after days of trying; the last answer: 4.3.0 later"
        server.always = {}
        await world.retry()
        await world.one(sender)
        assert (await world.mail()).state == "accepted"


async def test_without_a_server_mail_waits(world):
    sender = world.sender()
    await sender.step()
    await sender.step()
    mail = await world.mail()
    assert (mail.state, mail.attempts) == ("queued", 0)
    assert mail.internet_id
    before = await world.raw()
    async with sink() as server:
        await world.one(world.sender(server))
        assert [each.content for each in server.received] == [before]


async def test_a_private_server_is_reached_only_where_it_is_allowed(world):
    async with sink() as server:
        sender = world.sender(server, smtp_private=False)
        sender.desk = replace(
            sender.desk, settings=sender.desk.settings.model_copy(update={"smtp_private": False})
        )
        await world.one(sender)
        mail = await world.mail()
        assert (mail.state, server.connections) == ("deferred", 0)
        assert "private network" in mail.reason


async def test_two_workers_send_one_mail(world):
    """T70: many senders at once, one copy."""
    async with sink() as server:
        senders = [world.sender(server) for _ in range(6)]
        await asyncio.gather(*(sender.step() for sender in senders), return_exceptions=True)
        await asyncio.gather(*(sender.step() for sender in senders))
        await asyncio.gather(*(sender.finish() for sender in senders))
        assert len(server.received) == 1
    assert (await world.mail()).state == "accepted"


@asynccontextmanager
async def killed(world, server, stage):
    """A sender that ends in the middle of an attempt as if killed: nothing of it runs on."""
    server.fault(**{stage: Slow(30)})
    sender = world.sender(server)
    await sender.step()
    await sender.step()
    for _ in range(200):
        await asyncio.sleep(0.02)
        reached = {"mail": server.commands, "dot": server.received}[stage]
        if reached:
            break
    await asyncio.sleep(0.05)
    for task in list(sender.at_work.values()):
        task.cancel()
    yield
    await world.execute(
        "update outgoing_mails set lease_until = now() - interval '1 s' where state = 'sending'"
    )


async def test_killed_between_the_dot_and_our_commit(world):
    """It may have arrived: uncertain, repeated by hand only, one copy more with the same Message-ID."""
    async with sink() as server:
        async with killed(world, server, "dot"):
            assert (await world.mail()).state == "sending"
        sender = world.sender(server)
        await sender.step()
        await sender.step()
        assert not sender.at_work
        mail = await world.mail()
        assert mail.state == "uncertain"
        assert set((await world.states()).values()) == {"uncertain"}
        await world.retry()
        await world.one(sender)
        assert (await world.mail()).state == "accepted"
        assert len(server.received) == 2
        assert len({each.content for each in server.received}) == 1
    assert await world.types() == ["queued", "uncertain", "retried", "accepted"]


async def test_killed_before_the_mail_was_handed_over(world):
    """Nothing can have arrived, so it is begun again by itself."""
    async with sink() as server:
        async with killed(world, server, "mail"):
            pass
        sender = world.sender(server)
        await world.one(sender)
        assert (await world.mail()).state == "accepted"
        assert len(server.received) == 1
    assert await world.types() == ["queued", "deferred", "accepted"]


async def test_whoever_lost_the_lease_hands_nothing_over(world):
    """A sender that was asleep for too long stops before the dot."""
    async with world.database.session() as session:
        await fix_next(session, world.sender().desk)
    async with world.database.session() as session:
        (attempt,) = await claim(session, PACE, [], without=True, most=5)
    await world.execute("update outgoing_mails set lease_until = now() - interval '1 s'")
    async with world.database.reader() as connection:
        assert not await hand_over(connection, attempt)
    async with world.database.session() as session:
        assert await end_lost(session) == 1
    async with world.database.session() as session:
        (again,) = await claim(session, PACE, [], without=True, most=5)
    async with world.database.reader() as connection:
        assert not await hand_over(connection, attempt)
        assert await hand_over(connection, again)


async def test_it_runs_by_itself(world):
    async with sink() as server:
        sender = world.sender(server)
        running = asyncio.create_task(sender.send_for_ever())
        for _ in range(3000):
            if (await world.mail()).state == "accepted":
                break
            await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sender.finish()
        assert len(server.received) == 1
