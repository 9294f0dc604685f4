"""A real server with nothing but the stream on it, another with everything, and clients that read it."""

import asyncio
import socket
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text
from tests.events.things import address_of
from tests.live.client import Client
from tests.live.world import (
    ADMIN,
    AGENT,
    CUSTOMER,
    OTHER_AGENT,
    OTHER_CUSTOMER,
    SALES,
    SUPPORT,
    World,
    build_world,
)

from deskbell.core.auth import Actor, Level
from deskbell.core.errors import register_handlers
from deskbell.core.problems import NotSignedIn
from deskbell.events.reading import Position
from deskbell.live import following
from deskbell.live.endpoints import PATH, route
from deskbell.main import create_app
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION


class Server:
    """The stream on a port of its own. `holders` says whom each token stands for."""

    def __init__(self, database, world):
        self.holders = {
            "admin": Actor(kind="user", level=Level.admin, user_id=ADMIN, session_id=1),
            "agent": Actor(
                kind="user",
                level=Level.agent,
                user_id=AGENT,
                session_id=2,
                departments=(SUPPORT,),
                permissions=EVERY_AGENT_PERMISSION,
            ),
            "other agent": Actor(
                kind="user",
                level=Level.agent,
                user_id=OTHER_AGENT,
                session_id=3,
                departments=(SALES,),
                permissions=EVERY_AGENT_PERMISSION,
            ),
            "customer": Actor(kind="user", level=Level.user, user_id=CUSTOMER, session_id=4),
            "other customer": Actor(kind="user", level=Level.user, user_id=OTHER_CUSTOMER, session_id=5),
            "link": Actor(
                kind="link", level=Level.guest, user_id=CUSTOMER, ticket_id=world.ticket, link_id=8
            ),
        }
        self.app = FastAPI()
        self.app.state.database = database
        self.app.state.authenticator = self._authenticate
        self.app.router.routes.append(route)
        register_handlers(self.app)
        self.clients = []
        self.address = ""

    @property
    def hub(self):
        return self.app.state.hub

    async def _authenticate(self, _, token):
        holder = self.holders.get(token)
        if holder is None:
            raise NotSignedIn
        return holder

    async def follow(self, token, last=None, since=None):
        """A client whose stream has begun."""
        client = Client(self.address, token, last, since)
        self.clients.append(client)
        await client.until(lambda each: each.frames)
        return client

    async def caught_up(self):
        """Wait until the hub has handed out all that is recorded."""
        newest = text("select xid::text, id from events order by xid desc, id desc limit 1")
        async with self.app.state.database.reader() as connection:
            xid, number = (await connection.execute(newest)).one()
        for _ in range(1000):
            if self.hub.position >= Position(int(xid), number):
                return
            await asyncio.sleep(0.02)

    @asynccontextmanager
    async def serving(self):
        """Serve until the block ends."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        config = uvicorn.Config(self.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        await following.start(self.app)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield
        finally:
            await following.stop(self.app)
            for client in self.clients:
                await client.close()
            server.should_exit = True
            await task


@pytest.fixture
async def world(live_database) -> World:
    """Two departments, five people and a ticket."""
    return await build_world(live_database)


@pytest.fixture
async def server(live_database, world):
    """The stream, served."""
    running = Server(live_database, world)
    async with running.serving():
        yield running


@pytest.fixture
async def site(live_database, tmp_path, settings):
    """The application and the address that it is served on."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    changes = {
        "database_url": address_of(live_database),
        "data_dir": tmp_path,
        "public_url": None,
        "port": port,
    }
    app = create_app(settings.model_copy(update=changes))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, log_level="critical", timeout_graceful_shutdown=2)
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn says it by a plain attribute
        await asyncio.sleep(0.01)
    yield app, f"http://127.0.0.1:{port}"
    app.state.hub.close()
    server.should_exit = True
    await task
