"""Deliveries: at least once, signed, in order, and nothing lost while the receiver is away (threats 2.2)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jsonschema_rs
import pytest
from sqlalchemy import func, select, text, update
from tests.architecture.sources import ROOT
from tests.factories.departments import make_department
from tests.factories.mailboxes import OPERATOR
from tests.factories.tickets import make_message, make_note, make_ticket
from tests.factories.users import make_agent, make_user
from tests.factories.webhooks import AT_ONCE, Delivering, dispatch, make_webhook, sealer_of
from tests.webhooks.receiver import receiver

from deskbell.core.auth import Actor, Level
from deskbell.core.jobs import drain
from deskbell.events.event import TYPES
from deskbell.webhooks.actions.replay import replay, replay_since
from deskbell.webhooks.actions.resume import resume
from deskbell.webhooks.actions.rotate import rotate_secret
from deskbell.webhooks.actions.send_test import order_test
from deskbell.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery
from deskbell.webhooks.schemas import WebhookReplayCreate

pytestmark = pytest.mark.commits
PUBLIC = sorted(name for name, kind in TYPES.items() if name.startswith("ticket.") and not kind.internal)
ADMIN = Actor(kind="user", level=Level.admin, user_id=1)
CANARY = "zanzibarcanary"


class Desk:
    """A helpdesk that commits, with a receiver and a webhook that leads there."""

    def __init__(self, database, settings):
        self.database, self.settings = database, settings
        self.delivering = None

    async def open(self, other, *types, pace=AT_ONCE):
        self.delivering = Delivering(self.database, self.settings, pace)
        async with self.database.session() as session:
            department = await make_department(session)
            self.agent = await make_agent(session, department)
            self.customer = await make_user(session)
            self.ticket = await make_ticket(session, self.customer, department, subject=CANARY)
            self.other_ticket = await make_ticket(session, self.customer, department)
        await dispatch(self.database)  # before anybody listens
        async with self.database.session() as session:
            made = await make_webhook(session, self.settings, *(types or PUBLIC), url=other.url)
        self.webhook_id, self.secret = made

    async def say(self, ticket, *words):
        """Replies of the customer to a ticket, each a transaction of its own."""
        for each in words:
            async with self.database.session() as session:
                await make_message(session, ticket, self.customer, each)
        await dispatch(self.database)

    async def deliveries(self):
        async with self.database.session() as session:
            return list(await session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))

    async def states(self):
        return [each.state for each in await self.deliveries()]

    async def webhook(self):
        async with self.database.session() as session:
            return await session.get(Webhook, self.webhook_id)

    async def set_webhook(self, **values):
        async with self.database.session() as session:
            await session.execute(update(Webhook).values(**values))

    async def act(self, verb, *arguments):
        async with self.database.session() as session:
            return await verb(session, OPERATOR, self.webhook_id, *arguments)


@pytest.fixture
async def desk(live_database, settings):
    made = Desk(live_database, settings)
    yield made
    if made.delivering is not None:
        await made.delivering.close()


async def test_a_receiver_that_fails_twice_gets_it_in_the_end(desk):
    """The contract: what comes is described, signed, the same each time, and known by its id."""
    async with receiver(500, 400) as other:
        await desk.open(other)
        await desk.say(desk.ticket, CANARY)
        await desk.delivering.all()
        first, *others = other.messages
        assert len(others) == 2
        assert {each.body for each in others} == {first.body}
        assert {each.headers["webhook-id"] for each in others} == {first.headers["webhook-id"]}
        assert all(each.verifies(desk.secret) for each in other.messages)
        assert first.headers["content-type"] == "application/json"
        assert first.headers["webhook-id"] == f"evt_{first.said['sequence']}"
        [delivery] = await desk.deliveries()
        assert (delivery.state, delivery.attempts, delivery.ticket_id) == ("delivered", 3, desk.ticket.id)
        assert CANARY not in first.body.decode()
    document = json.loads((ROOT / "openapi" / "openapi.json").read_text())
    operation = document["webhooks"][first.said["type"]]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    jsonschema_rs.Draft202012Validator(schema | {"components": document["components"]}).validate(first.said)
    assert first.said["data"]["ticket_id"] == desk.ticket.id
    async with desk.database.session() as session:
        statuses = list(await session.scalars(select(WebhookAttempt.status).order_by(WebhookAttempt.id)))
    assert statuses == [500, 400, 200]


async def test_in_order_of_a_ticket_while_others_overtake(desk):
    """What is behind a refused delivery of its ticket waits; another ticket's does not."""
    async with receiver() as other:
        await desk.open(other)
        await desk.say(desk.ticket, "one", "two", "three")
        await desk.say(desk.other_ticket, "apart")
        first = (await desk.deliveries())[0].event_id
        other.refuses = lambda message: 500 if message.said["sequence"] == first else None
        for _ in range(3):
            await desk.delivering.step()
        assert await desk.states() == ["waiting", "queued", "queued", "delivered"]
        other.refuses = lambda _: None
        await desk.delivering.all()
        of_ticket = [each.said for each in other.messages if each.said["data"]["ticket_id"] == desk.ticket.id]
        sequence = [said["sequence"] for said in of_ticket]
        assert sequence == sorted(sequence)
        assert len(set(sequence)) == 3
        assert set(await desk.states()) == {"delivered"}


async def test_a_receiver_that_was_away_for_a_day_loses_nothing(desk):
    async with receiver() as other:
        other.refuses = lambda _: 503
        await desk.open(other, pace=replace(AT_ONCE, steps=(60.0,)))
        await desk.say(desk.ticket, "one", "two")
        await desk.say(desk.other_ticket, "three")
        await desk.delivering.all()
        assert len(other.messages) == 2  # both tickets' first; then it is left alone
        assert (await desk.webhook()).failures == 2
        assert await desk.states() == ["waiting", "queued", "waiting"]
        other.refuses = lambda _: None
        day = datetime.now(UTC) - timedelta(days=1)
        async with desk.database.session() as session:  # a day later
            await session.execute(update(WebhookDelivery).values(created_at=day))
            await session.execute(update(Webhook).values(failing_since=day, next_at=func.now()))
        await desk.delivering.all()
        assert await desk.states() == ["delivered"] * 3
        webhook = await desk.webhook()
        assert (webhook.failing_since, webhook.failures, webhook.paused_at) == (None, 0, None)


async def test_who_takes_nothing_for_days_is_paused_and_resumed_without_loss(desk):
    async with receiver() as other:
        other.refuses = lambda _: 500
        await desk.open(other)
        await desk.say(desk.ticket, "one", "two")
        await desk.delivering.step()
        await desk.set_webhook(failing_since=datetime.now(UTC) - timedelta(days=4))
        await desk.delivering.all()
        assert (await desk.webhook()).pause_reason == "It answered 500."
        assert await desk.states() == ["waiting", "queued"]
        await desk.say(desk.ticket, "three")  # is kept
        other.refuses = lambda _: None
        assert await desk.delivering.step() == 0
        await desk.act(resume)
        await desk.delivering.all()
        assert await desk.states() == ["delivered"] * 3


async def test_gone_pauses_and_a_test_is_sent_all_the_same(desk):
    async with receiver(410) as other:
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        await desk.delivering.all()
        assert "410" in (await desk.webhook()).pause_reason
        number = await desk.act(order_test)
        await desk.delivering.all()
        assert other.messages[-1].said["type"] == "webhook.test"
        assert other.messages[-1].headers["webhook-id"] == f"test_{number}"
        assert other.messages[-1].verifies(desk.secret)


async def test_a_refused_delivery_is_given_up_and_replayed(desk):
    async with receiver() as other:
        other.refuses = lambda message: 422 if message.said["type"] == "ticket.message_added" else None
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        await desk.delivering.step()
        async with desk.database.session() as session:
            long_ago = datetime.now(UTC) - timedelta(days=4)
            await session.execute(update(WebhookDelivery).values(first_tried_at=long_ago))
        await desk.delivering.all()
        [delivery] = await desk.deliveries()
        assert delivery.state == "failed"
        other.refuses = lambda _: None
        await desk.act(replay, delivery.id)
        await desk.delivering.all()
        assert await desk.states() == ["delivered"]


async def test_replay_since_sends_what_was_never_sent_too(desk):
    """Each event once, whatever happened before: the log is the truth."""
    async with receiver() as other:
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        await desk.delivering.all()
        await desk.set_webhook(enabled=False)
        await desk.say(desk.ticket, "unheard")
        await desk.set_webhook(enabled=True)
        assert len(await desk.deliveries()) == 1
        for delivered, expected in ((False, 6), (True, 12)):
            body = WebhookReplayCreate(since=datetime.now(UTC) - timedelta(hours=1), delivered=delivered)
            await desk.act(replay_since, body)
            async with desk.database.session() as session:
                await drain(session)
            await desk.delivering.all()
            assert len(other.messages) == expected
        ids = [each.headers["webhook-id"] for each in other.messages]
        assert sorted(ids[6:]) == sorted(ids[:6])  # two tickets with a message each, two replies: each twice
        assert len(set(ids)) == 6


async def test_a_worker_that_died_has_its_delivery_sent_again(desk):
    async with receiver() as other:
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        async with desk.database.session() as session:
            died = update(WebhookDelivery).values(state="sending", attempts=1)
            await session.execute(died.values(next_at=func.now() + text("interval '1 minute'")))
        assert await desk.delivering.step() == 0
        async with desk.database.session() as session:
            await session.execute(update(WebhookDelivery).values(next_at=func.now()))
        await desk.delivering.all()
        [delivery] = await desk.deliveries()
        assert (delivery.state, delivery.attempts) == ("delivered", 2)


async def test_both_secrets_sign_during_a_rotation(desk):
    async with receiver() as other:
        await desk.open(other)
        sealer = sealer_of(desk.settings)
        new = await desk.act(rotate_secret, timedelta(hours=1), sealer)
        await desk.say(desk.ticket, "one")
        await desk.delivering.all()
        await desk.set_webhook(rotation_ends_at=datetime.now(UTC) - timedelta(seconds=1))
        await desk.say(desk.ticket, "two")
        await desk.delivering.all()
        during, after = other.messages
        assert during.verifies(desk.secret)
        assert during.verifies(new)
        assert after.verifies(new)
        assert not after.verifies(desk.secret)


async def test_t40_and_t43_no_private_address_and_no_redirect(desk):
    """The one client guards this too: nothing inside is reached, and no redirect is followed."""
    async with receiver(302) as other, receiver() as inner:
        other.headers = f"Location: {inner.url}\r\n".encode()
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        await desk.delivering.step()
        assert await desk.states() == ["waiting"]
        assert inner.messages == []
        guarded = Delivering(desk.database, desk.settings, networks=())
        await guarded.step()
        await guarded.close()
        async with desk.database.session() as session:
            last = await session.scalar(select(WebhookAttempt).order_by(WebhookAttempt.id.desc()).limit(1))
        assert (last.status, last.error) == (None, "the address is private, or not one for the public")
        assert len(other.messages) == 1


async def test_t60_a_note_is_in_no_webhook_of_public_types(desk):
    async with receiver() as other, receiver() as curious:
        await desk.open(other)
        async with desk.database.session() as session:
            await make_webhook(session, desk.settings, "ticket.note_added", url=curious.url)
            await make_note(session, desk.ticket, desk.agent, CANARY)
            await make_message(session, desk.ticket, desk.agent, "Public.")
        await dispatch(desk.database)
        await desk.delivering.all()
        assert {each.said["type"] for each in other.messages} == {"ticket.message_added"}
        [note] = curious.messages
        assert note.said["type"] == "ticket.note_added"
        assert CANARY not in json.dumps([each.said for each in [*other.messages, *curious.messages]])


async def test_a_long_answer_is_cut_and_counts(desk):
    async with receiver() as other:
        other.body = b"\x00x" * 60_000
        await desk.open(other)
        await desk.say(desk.ticket, "one")
        await desk.delivering.all()
        assert await desk.states() == ["delivered"]
        async with desk.database.session() as session:
            answer = await session.scalar(select(WebhookAttempt.answer))
        assert len(answer) == 4000


async def test_one_webhook_never_takes_all_places(desk):
    """At most `each` of its deliveries are at work at one time, and one while it fails."""
    async with receiver() as other:
        await desk.open(other, pace=replace(AT_ONCE, each=2))
        async with desk.database.session() as session:
            for _ in range(5):
                await order_test(session, OPERATOR, desk.webhook_id)
        assert await desk.delivering.deliverer.step() == 2
        assert desk.delivering.deliverer._busy() == [desk.webhook_id]
        await desk.delivering.deliverer.settled()
        await desk.delivering.all()
        assert len(other.messages) == 5
