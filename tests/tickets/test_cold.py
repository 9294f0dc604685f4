"""Reads at once while the small things that every ticket points to are not held yet."""

import asyncio
from collections import Counter

import pytest
from tests.conftest import client_of
from tests.databases import clone
from tests.factories.departments import make_department
from tests.factories.sessions import token_for
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_user

from deskbell.core.config import Settings
from deskbell.core.db import open_database


@pytest.mark.commits
async def test_reads_at_once_while_the_dimensions_are_cold(live_app):
    database = open_database(Settings(database_url=clone("commits", "cold"), database_pool=3))
    live_app.state.database = database
    async with database.session() as session:
        support = await make_department(session, is_default=True)
        ticket = await make_ticket(session, await make_user(session), support)
        token = await token_for(session, live_app, await make_admin(session))
    async with client_of(live_app, {"authorization": f"Bearer {token}"}) as client:
        live_app.state.dimensions.drop()
        answers = await asyncio.gather(*(client.get(f"/v1/tickets/{ticket.id}") for _ in range(30)))
    await database.close()
    assert Counter(each.status_code for each in answers) == {200: 30}
