"""Dependencies that need nothing but the request, asked before FastAPI begins.

FastAPI looks for parameters of every kind at every dependency, which costs more than most of them do
(tests/benchmarks/README.md). One that takes only the request and waits for nothing to be closed is called
directly: the door first, so that nothing of a request is read whose sender may not come in.
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant

ASKED = "_asked"
Ask = Callable[[Request], Awaitable[Any]]


def split(dependant: Dependant) -> tuple[Dependant, Sequence[tuple[str | None, Ask]]]:
    """The same dependant without its direct dependencies; and these, by the parameter that takes them."""
    direct = [each for each in dependant.dependencies if _is_direct(each)]
    if not direct or dependant.call is None:
        return dependant, ()
    rest = copy(dependant)
    rest.dependencies = [each for each in dependant.dependencies if each not in direct]
    rest.request_param_name = dependant.request_param_name or ASKED
    rest.call = _given(dependant.call, rest.request_param_name)
    return rest, [(each.name, _asking(each)) for each in direct]


async def ask(request: Request, questions: Sequence[tuple[str | None, Ask]]) -> None:
    """Ask them in their order; what one raises is the answer."""
    values: dict[str, Any] = {}
    for name, question in questions:
        value = await question(request)
        if name is not None:
            values[name] = value
    request.scope[ASKED] = values


def _is_direct(dependant: Dependant) -> bool:
    call = dependant.call
    function = call if inspect.isroutine(call) else getattr(call, "__call__", None)  # noqa: B004 - an object that is called
    others = (
        *(dependant.path_params, dependant.query_params, dependant.header_params, dependant.cookie_params),
        *(dependant.body_params, dependant.dependencies, dependant.own_oauth_scopes),
        *(dependant.response_param_name, dependant.background_tasks_param_name),
    )
    return (
        dependant.request_param_name is not None and inspect.iscoroutinefunction(function) and not any(others)
    )


def _asking(dependant: Dependant) -> Ask:
    call, parameter = dependant.call, dependant.request_param_name
    if call is None or parameter is None:
        message = "a direct dependency takes the request"
        raise TypeError(message)
    return lambda request: call(**{parameter: request})


def _given(endpoint: Callable[..., Awaitable[Any]], parameter: str) -> Callable[..., Awaitable[Any]]:
    async def answer(**values: Any) -> Any:  # noqa: ANN401 - whatever the endpoint takes and gives
        request: Request = values.pop(ASKED) if parameter == ASKED else values[parameter]
        return await endpoint(**values, **request.scope[ASKED])

    return answer
