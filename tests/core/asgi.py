"""A small application to put middleware around, and a client for it."""

from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request, UploadFile
from starlette.responses import PlainTextResponse, StreamingResponse

from deskbell.core.auth import Actor, Level
from deskbell.core.errors import register_handlers
from deskbell.core.request_id import current_request_id


def application() -> FastAPI:
    app = FastAPI(openapi_url=None)
    register_handlers(app)

    @app.get("/v1/things/{name}")
    async def read_thing(request: Request, name: str) -> dict[str, str | None]:
        request.state.actor = Actor(kind="user", level=Level.user, user_id=7)
        return {"name": name, "request_id": current_request_id()}

    @app.post("/v1/things")
    async def create_thing(body: dict[str, str]) -> int:
        return len(body)

    @app.post("/v1/files")
    async def create_file(file: UploadFile) -> int:
        return len(await file.read())

    @app.post("/v1/ignored")
    async def ignore_body() -> int:
        return 1

    @app.get("/v1/cached")
    async def read_cached() -> PlainTextResponse:
        return PlainTextResponse(
            "x", headers={"Cache-Control": "max-age=9", "Content-Security-Policy": "sandbox"}
        )

    @app.get("/v1/fault")
    async def read_fault() -> int:
        message = "password=hunter2 of Bearer abcdef123456"
        raise RuntimeError(message)

    @app.get("/v1/late-fault")
    async def read_late_fault() -> StreamingResponse:
        async def stream():
            yield b"x"
            raise RuntimeError

        return StreamingResponse(stream())

    @app.get("/page")
    async def read_page() -> PlainTextResponse:
        return PlainTextResponse("x")

    return app


@asynccontextmanager
async def client_of(app, base_url="http://deskbell.test"):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
        yield client
