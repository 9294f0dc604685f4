"""What the children do."""

import socket
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from deskbell.cli.serving.mail_doors import Door
    from deskbell.core.config import Settings
    from deskbell.core.counters import Counters

STOP_SECONDS = 5
KEEP_ALIVE_SECONDS = 75
WORKER_NICENESS = 5


def build_application(settings: "Settings") -> "FastAPI":
    """Import all that the children run, and make the application; this starts no thread and no event loop."""
    import uvicorn.lifespan.on
    import uvicorn.loops.uvloop
    import uvicorn.protocols.http.httptools_impl  # noqa: F401 - for the children

    import deskbell.worker  # noqa: F401 - for the worker
    from deskbell.main import create_app

    return create_app(settings)


def serve_api(
    build: "Callable[[], FastAPI]",
    listener: socket.socket,
    mail_doors: "Sequence[Door]" = (),
    number: int = 0,
) -> None:
    """Answer requests on the socket, and take mail on the others, until told to end.

    `number` tells the API processes apart: each counts what it does in a part of its own.
    """
    import uvicorn

    def with_doors() -> "FastAPI":
        app = build()
        app.state.mail_doors = mail_doors
        app.state.counters.claim(number)
        return app

    config = uvicorn.Config(
        with_doors,
        factory=True,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=False,  # the application believes trusted proxies itself
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    _server(config).run(sockets=[listener])


def _server(config: "uvicorn.Config") -> "uvicorn.Server":
    """A server that ends its live streams first, or uvicorn would wait for them until its patience ends."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            state = getattr(self.config.loaded_app, "state", None)
            hub = getattr(state, "hub", None)
            if hub is not None:
                hub.close()
            await super().shutdown(sockets)

    return Server(config)


def run_worker(settings: "Settings", counters: "Counters | None" = None) -> None:
    """Follow the event log and do jobs until told to end; where processors are short, answers come first.

    `counters`: those of the API processes, for which the worker has the last number.
    """
    import os

    from deskbell.worker import run

    os.nice(WORKER_NICENESS)
    if counters is not None:
        counters.claim(settings.api_processes)
    run(settings)
