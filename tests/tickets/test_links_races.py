"""Ticket links used by many at once, on a database that commits (T87).

A ticket link may be used again until it expires or is revoked (domain.md section 2); links that work once are
those of passwords and of setting up, which are raced where they stand (tests/sessions).
"""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select
from tests.conftest import client_of
from tests.factories.departments import make_department
from tests.factories.sessions import token_for
from tests.factories.tickets import make_ticket
from tests.factories.users import make_agent, make_user

from deskbell.events.models import StoredEvent
from deskbell.tickets.models import TicketLink

pytestmark = pytest.mark.commits
USES = 50


@pytest.fixture
async def desk(live_app, live_database, monkeypatch):
    """An agent's client, the address of a ticket, and a link of it."""
    monkeypatch.setattr("deskbell.sessions.attempts.PER_MACHINE", 1000)
    async with live_database.session() as session:
        support = await make_department(session, is_default=True)
        agent = await make_agent(session, support)
        ticket = await make_ticket(session, await make_user(session), support)
        token = await token_for(session, live_app, agent)
    path = f"/v1/tickets/{ticket.id}"
    async with client_of(live_app, bearing(token)) as client:
        made = await client.post(f"{path}/links", json={"days": 3})
        assert made.status_code == 201, made.text
        assert (await client.get(path)).status_code == 200
        yield client, path, made.json()


@pytest.fixture
async def anyone(live_app):
    """Somebody who is not signed in."""
    async with client_of(live_app) as client:
        yield client


def bearing(token):
    return {"authorization": f"Bearer {token}"}


async def exchange(anyone, link):
    return await anyone.post("/v1/sessions/link", json={"token": link["token"]})


async def test_t87_fifty_uses_at_once_open_the_same_one_ticket(desk, anyone, live_database):
    _, path, link = desk
    answers = await asyncio.gather(*(exchange(anyone, link) for _ in range(USES)))
    assert Counter(each.status_code for each in answers) == {201: USES}
    reads = await asyncio.gather(
        *(anyone.get(path, headers=bearing(each.json()["access_token"])) for each in answers)
    )
    assert Counter(each.status_code for each in reads) == {200: USES}
    async with live_database.session() as session:
        used = select(func.count()).where(StoredEvent.type == "ticket.link_used")
        assert await session.scalar(used) == USES


async def test_t87_fifty_revocations_at_once_are_one(desk, live_database):
    client, path, link = desk
    answers = await asyncio.gather(*(client.delete(f"{path}/links/{link['id']}") for _ in range(USES)))
    assert Counter(each.status_code for each in answers) == {204: USES}
    async with live_database.session() as session:
        revoked = select(func.count()).where(StoredEvent.type == "ticket.link_revoked")
        assert await session.scalar(revoked) == 1


async def test_t87_revoked_in_the_middle_of_its_use_it_ends_with_the_next_request(
    desk, anyone, live_database
):
    """Whoever asks after the answer to the revocation is refused, by whatever token of the link they hold."""
    client, path, link = desk
    revoked = asyncio.Event()
    first = (await exchange(anyone, link)).json()["access_token"]
    tokens, late = [first], []

    async def use():
        while True:
            after = revoked.is_set()
            made = await exchange(anyone, link)
            if made.status_code == 201:
                tokens.append(made.json()["access_token"])
            read = await anyone.get(path, headers=bearing(tokens[-1]))
            said = await anyone.post(
                f"{path}/messages", json={"text": "By link"}, headers=bearing(tokens[-1])
            )
            if after:
                late.extend([made.status_code, read.status_code, said.status_code])
                return

    async def revoke():
        while len(tokens) < USES:  # noqa: ASYNC110 - it is in use by then
            await asyncio.sleep(0.005)
        answer = await client.delete(f"{path}/links/{link['id']}")
        revoked.set()
        assert answer.status_code == 204

    await asyncio.gather(revoke(), *(use() for _ in range(8)))
    assert Counter(late) == {401: 24}
    answers = await asyncio.gather(*(anyone.get(path, headers=bearing(token)) for token in tokens))
    assert Counter(each.status_code for each in answers) == {401: len(tokens)}
    async with live_database.session() as session:
        row = await session.get(TicketLink, link["id"])
        after = select(func.count()).where(StoredEvent.type == "ticket.link_used")
        assert row.revoked_at is not None
        assert await session.scalar(after) == len(tokens)
