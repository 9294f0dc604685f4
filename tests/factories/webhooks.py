"""Webhooks for tests, made by the verb itself; and what a delivery needs."""

import asyncio
from dataclasses import replace

from sqlalchemy import func, text, update
from tests.factories.mailboxes import OPERATOR

from deskbell.core.jobs import drain
from deskbell.core.keys import load_or_create_keys
from deskbell.core.outbound import Outbound
from deskbell.core.sealing import Sealer
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.subscribers import SUBSCRIBERS
from deskbell.webhooks.actions.create import create_webhook
from deskbell.webhooks.actions.send_test import order_test
from deskbell.webhooks.deliverer import Deliverer
from deskbell.webhooks.models import Webhook, WebhookDelivery
from deskbell.webhooks.pace import PACE
from deskbell.webhooks.schemas import WebhookCreate

AT_ONCE = replace(PACE, steps=(0.0,))
URL = "https://example.org/hooks"


def sealer_of(settings):
    """What opens the installation's secrets."""
    return Sealer(load_or_create_keys(settings.secrets_dir))


async def make_webhook(session, settings, *types, url=URL, **members):
    """A webhook that asks for these types, or for new tickets; its number and its secret."""
    body = WebhookCreate(url=url, event_types=list(types) or ["ticket.created"], **members)
    return await create_webhook(session, OPERATOR, body, sealer_of(settings))


async def make_paused_webhook(session, settings):
    """A webhook to which nothing is sent until somebody resumes it; its number."""
    number, _ = await make_webhook(session, settings)
    await session.execute(update(Webhook).where(Webhook.id == number).values(paused_at=func.now()))
    return number


async def make_delivery(session, webhook_id, *, state="queued"):
    """A delivery to a webhook: a test that nobody sends; its number."""
    number = await order_test(session, OPERATOR, webhook_id)
    chosen = update(WebhookDelivery).where(WebhookDelivery.id == number)
    await session.execute(chosen.values(state=state))
    return number


UNREAD = text("""
select exists (select from events, event_readers as reader
    where reader.name = 'dispatcher' and (events.xid, events.id) > (reader.xid, reader.event_id))
""")


async def dispatch(database):
    """Dispatch the log and do the jobs until nothing is left, be the log's end held back by others."""
    await start_dispatcher(database)
    while True:
        async with database.session() as session:
            if await dispatch_once(session, SUBSCRIBERS) + await drain(session):
                continue
            if not await session.scalar(UNREAD):
                return
        await asyncio.sleep(0.02)


class Delivering:
    """A deliverer of tests that may reach this machine, and what it does step by step."""

    def __init__(self, database, settings, pace=AT_ONCE, networks=("127.0.0.0/8",)):
        self.outbound = Outbound(networks)
        self.deliverer = Deliverer(database, self.outbound, sealer_of(settings), pace)

    async def step(self):
        """Begin what is due, and wait until it ended; how many that was."""
        begun = await self.deliverer.step()
        await self.deliverer.settled()
        return begun

    async def all(self):
        """Step by step until nothing is due."""
        while await self.step():
            pass

    async def close(self):
        await self.deliverer.finish()
        await self.outbound.close()
