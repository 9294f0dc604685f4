"""What the document says is what the application does: every operation, with made-up input.

`DESKBELL_TEST_EXAMPLES=50` asks each operation that often instead; the requests are the same ones every time.
"""

import asyncio
import os
from collections import Counter
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.conftest import client_of
from tests.factories.departments import make_department
from tests.factories.sessions import make_session, token_for
from tests.factories.teams import make_team
from tests.factories.tickets import make_label, make_message, make_ticket
from tests.factories.users import acting_as, make_admin, make_agent, make_user

from deskbell.tickets.actions.links import create_link

EXAMPLES = int(os.environ.get("DESKBELL_TEST_EXAMPLES", "12"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def operations(document):
    """Every operation of the document but the stream, which has no end."""
    schema = schemathesis.openapi.from_dict(document)
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if "text/event-stream" not in str(each.definition.raw["responses"])]


@pytest.fixture
async def fresh(live_database, live_app):
    """`await fresh()`: an admin's header and ids of things that exist, anew."""
    async with live_database.session() as session:
        department = await make_department(session, is_default=True)
        admin = await make_admin(session)

    async def make():
        async with live_database.session() as session:
            ticket = await make_ticket(session, await make_user(session), department)
            message = await make_message(session, ticket, admin)
            link, _ = await create_link(session, acting_as(admin), ticket, 3)
            ids = {
                "ticket_id": ticket.id,
                "message_id": message,
                "link_id": link.id,
                "label_id": (await make_label(session)).id,
                "team_id": (await make_team(session)).id,
                "department_id": (await make_department(session)).id,
                "user_id": (await make_agent(session, department)).id,
                "session_id": (await make_session(session, admin)).id,
            }
            return {"authorization": f"Bearer {await token_for(session, live_app, admin)}"}, ids

    return make


async def call(client, case):
    """The application's answer to a made-up request, in the form that the checks take."""
    wanted = case.as_transport_kwargs(base_url="http://test")
    wanted.pop("cookies", None)
    data = wanted.get("data")
    response = await client.request(
        wanted["method"],
        wanted["url"],
        params=wanted.get("params"),
        headers={name: value for name, value in wanted["headers"].items() if name.lower() != "authorization"},
        json=wanted.get("json"),
        content=data if isinstance(data, bytes) else None,
        data=data if isinstance(data, dict) else None,
        files=[part(*each) for each in wanted.get("files") or ()] or None,
    )
    response.request.read()
    return schemathesis.Response.from_httpx(response, verify=True)


def part(name, content):
    """One part of a form; numbers go as words."""
    filename, value = content
    return name, (filename, value if isinstance(value, (str, bytes)) else str(value))


@pytest.mark.commits
@pytest.mark.timeout(120 + 30 * EXAMPLES)
async def test_every_operation_answers_as_declared(live_app, fresh, document):
    faults, seen, ids = {}, {}, None
    async with client_of(live_app) as client:
        for operation in operations(document):
            if ids is None:
                header, ids = await fresh()
                client.headers.update(header)
            seen[operation.label] = Counter()
            try:
                await run(made_up(client, operation, ids, seen[operation.label]))
            except BaseExceptionGroup as group:
                faults[operation.label] = [str(error) for error in group.exceptions]
            except Exception as error:  # noqa: BLE001 - told with the operation that it belongs to
                faults[operation.label] = [str(error)]
            if operation.method.upper() != "GET" and any(status < 300 for status in seen[operation.label]):
                ids = None  # something is not as it was
    assert not faults, "\n\n".join(f"{label}: {said}" for label, said in faults.items())
    assert all(answers.total() for answers in seen.values())
    went_well = {label for label, answers in seen.items() if min(answers) < 300}
    assert "POST /v1/files" in went_well
    assert len(went_well) > 50, sorted(set(seen) - went_well)


def made_up(client, operation, ids, answers):
    """A test of one operation; every third request keeps its made-up ids, the others name what exists."""
    turn = count()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    async def one(case):
        if next(turn) % 3:
            known = case.path_parameters or {}
            known.update({name: value for name, value in ids.items() if name in known})
        response = await call(client, case)
        answers[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    return one


async def run(test):
    """Let hypothesis drive an asynchronous test on the running loop, from a thread."""
    loop = asyncio.get_running_loop()
    inner = test.hypothesis.inner_test

    def waited(*args, **kwargs):
        return asyncio.run_coroutine_threadsafe(inner(*args, **kwargs), loop).result(60)

    test.hypothesis.inner_test = waited
    await asyncio.to_thread(test)
