"""Query parameters that are one model, read in one go.

FastAPI looks for every member of such a model by each name that it might have, which takes longer than the
rest of a request (tests/benchmarks/README.md). The document is still made from what the route declares.
"""

from collections.abc import Awaitable, Callable
from copy import copy
from typing import Any, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError


def read_at_once(dependant: Dependant) -> Dependant:
    """The same dependant, with its model of query parameters read by `reader_of`; others as they are."""
    if len(dependant.query_params) != 1:
        return dependant
    (parameter,) = dependant.query_params
    model = parameter.field_info.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return dependant
    read = get_dependant(
        path=dependant.path or "", call=reader_of(model), name=parameter.name, scope="function"
    )
    changed = copy(dependant)
    changed.query_params = []
    changed.dependencies = [*dependant.dependencies, read]
    return changed


def reader_of(model: type[BaseModel]) -> Callable[[Request], Awaitable[BaseModel]]:
    """A dependency that reads the model; the last of repeated values counts, but for lists."""
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is list}

    async def read(request: Request) -> BaseModel:
        given: dict[str, Any] = {}
        for name, value in request.query_params.multi_items():
            if name in lists:
                given.setdefault(name, []).append(value)
            else:
                given[name] = value
        try:
            return model.model_validate(given)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            raise RequestValidationError(
                [{**fault, "loc": ("query", *fault["loc"])} for fault in faults]
            ) from None

    return read
