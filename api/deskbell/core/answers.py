"""Answers made of plain values.

Making a Pydantic model of every row, only to turn it into JSON at once, takes longer than reading the row.
The hottest reads make dictionaries of just the members that their model declares and give them to `Answer`;
the document is made from the model, and tests hold the two equal.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar, get_args, get_origin

import orjson
from fastapi import Request, Response
from fastapi.dependencies.utils import get_typed_return_annotation
from fastapi.routing import APIRoute

from deskbell.core.direct import ask, split
from deskbell.core.query_models import read_at_once

T = TypeVar("T")
Members = dict[str, Any]
"""The members of one model, nested ones too, as JSON has them."""


class Answer(Response, Generic[T]):
    """The JSON of a `T`, given as its members; `-> Answer[T]` puts `T` into the document."""

    media_type = "application/json"

    def render(self, content: Members) -> bytes:
        """As JSON; times in UTC, with a `Z`."""
        return orjson.dumps(content, option=orjson.OPT_UTC_Z)


class AnswerRoute(APIRoute):
    """A route whose function may return an `Answer`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Read the model from the return type; the operation has the name of its function."""
        returned = get_typed_return_annotation(endpoint)
        if get_origin(returned) is Answer:
            options["response_model"] = get_args(returned)[0]
        options["operation_id"] = options.get("operation_id") or endpoint.__name__
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give an answer the status of its route, which FastAPI gives to models only."""
        declared = self.dependant
        self.dependant, questions = split(read_at_once(declared))
        handler = super().get_route_handler()
        self.dependant = declared

        async def handle(request: Request) -> Response:
            await ask(request, questions)
            response = await handler(request)
            if isinstance(response, Answer) and self.status_code is not None:
                response.status_code = self.status_code
            return response

        return handle
