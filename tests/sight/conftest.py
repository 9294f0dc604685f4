"""One helpdesk for all tests of this folder, made once; each test undoes what it did."""

from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from tests.conftest import undone
from tests.factories.sessions import token_for
from tests.factories.uploads import upload
from tests.sight.callers import callers, client_with, credentials
from tests.sight.helpdesk import build, described


@dataclass
class Desk:
    """The application on the helpdesk, with a client of everybody."""

    app: object
    database: object
    built: object
    callers: dict
    shown: dict
    clients: dict

    @property
    def world(self):
        return self.built.world

    def names_of(self, kind, numbers):
        """The names of the rows with these numbers."""
        known = {row.id: name for name, row in getattr(self.built, kind).items()}
        return {known[number] for number in numbers if number in known}

    @asynccontextmanager
    async def undone(self):
        """What happens inside is undone."""
        point = await self.database.connection.begin_nested()
        try:
            yield
        finally:
            await point.rollback()
            self.app.state.dimensions.drop()


@pytest.fixture(scope="module")
async def whole_desk(whole_app, one_connection):
    async with undone(await one_connection()) as database, database.sessions() as session:
        whole_app.state.database = database
        whole_app.state.dimensions.drop()

        async def file_of(user, name):
            token = await token_for(session, whole_app, user)
            async with client_with(whole_app, token) as client:
                return (await upload(client, f"{name}.txt", name.encode()))["id"]

        built = await build(session, described(), file_of)
        named = callers(built.world)
        shown = await credentials(whole_app, session, built, named)
        await session.commit()
        whole_app.state.dimensions.drop()
        clients = {name: client_with(whole_app, each) for name, each in shown.items()}
        yield Desk(whole_app, database, built, named, shown, clients)
        for client in clients.values():
            await client.aclose()


@pytest.fixture
async def desk(whole_desk):
    whole_desk.app.state.database = whole_desk.database
    async with whole_desk.undone():
        yield whole_desk
