"""The document that programs read, and a helpdesk served on an address of this machine."""

import asyncio
import socket

import pytest
import uvicorn
from tests.api.world import make_world
from tests.conftest import undone

from deskbell.main import create_app


@pytest.fixture(scope="session")
def document(whole_app):
    """The OpenAPI document."""
    return whole_app.openapi()


@pytest.fixture
async def served(live_database, settings, tmp_path):
    """The application on a database that really commits, and the address that it is served on."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    url = live_database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    changes = {"database_url": url, "data_dir": tmp_path, "public_url": None, "port": port}
    app = create_app(settings.model_copy(update=changes))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, log_level="critical", timeout_graceful_shutdown=2)
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn says it by a plain attribute
        await asyncio.sleep(0.01)
    yield app, f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


@pytest.fixture(scope="module")
async def whole_world(whole_app, one_connection):
    """A helpdesk of two departments, made once for the tests of a file: each undoes what it did."""
    async with undone(await one_connection()) as database, database.sessions() as session:
        whole_app.state.database = database
        whole_app.state.dimensions.drop()
        made = await make_world(whole_app, database, session)
        yield made
        await made.close()


@pytest.fixture
async def world(whole_world):
    """A helpdesk of two departments; `world.undone()` takes back what was asked inside."""
    whole_world.app.state.database = whole_world.database
    async with whole_world.undone():
        yield whole_world
