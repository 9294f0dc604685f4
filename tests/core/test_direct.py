"""Dependencies that need nothing but the request are asked before FastAPI begins; nobody notices."""

from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from deskbell.core.answers import AnswerRoute
from deskbell.core.direct import split


class Said(BaseModel):
    """What is said."""

    words: str


class Refusal(Exception):
    """The door stays closed."""


class Porter:
    """A door, which is an object that is called."""

    async def __call__(self, request: Request) -> str:
        if "name" not in request.headers:
            raise Refusal
        return request.headers["name"]


async def place(request: Request) -> str:
    """Where it was asked."""
    return request.url.path


async def tone(volume: Annotated[int, Header()] = 1) -> int:
    """Needs a header, so it is FastAPI's."""
    return volume


async def held():
    """Has to be closed, so it is FastAPI's."""
    yield "held"


PORTER = Porter()
router = APIRouter(route_class=AnswerRoute)


@router.post("/halls/{hall_id}/words")
async def say(
    hall_id: int,
    body: Said,
    request: Request,
    who: Annotated[str, Depends(PORTER)],
    where: Annotated[str, Depends(place)],
    volume: Annotated[int, Depends(tone)],
    thing: Annotated[str, Depends(held)],
) -> list[str]:
    """Everything that it was given."""
    return [str(hall_id), body.words, who, where, str(volume), thing, request.method]


@router.get("/words", dependencies=[Depends(PORTER)])
async def listen(where: Annotated[str, Depends(place)]) -> str:
    """Behind a door that gives nothing."""
    return where


@pytest.fixture
async def client():
    app = FastAPI(routes=router.routes)

    @app.exception_handler(Refusal)
    async def refused(_, __):
        return Response(status_code=403)

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_an_endpoint_gets_all_that_it_names(client):
    answer = await client.post(
        "/halls/7/words", json={"words": "hello"}, headers={"name": "Di", "volume": "3"}
    )
    assert answer.json() == ["7", "hello", "Di", "/halls/7/words", "3", "held", "POST"]
    assert (await client.get("/words", headers={"name": "Di"})).json() == "/words"


async def test_the_door_comes_before_what_was_sent(client):
    broken = {"content": b"{", "headers": {"content-type": "application/json"}}
    assert (await client.post("/halls/x/words", **broken)).status_code == 403
    assert (await client.get("/words")).status_code == 403
    broken["headers"]["name"] = "Di"
    assert (await client.post("/halls/7/words", **broken)).status_code == 422


def test_only_what_takes_the_request_alone_is_direct():
    (said, heard) = router.routes
    rest, questions = split(said.dependant)
    assert [name for name, _ in questions] == ["who", "where"]
    assert [each.name for each in rest.dependencies] == ["volume", "thing"]
    assert [name for name, _ in split(heard.dependant)[1]] == [None, "where"]
