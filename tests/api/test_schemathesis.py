"""What the document says is what the application does: every operation, with made-up input."""

import asyncio
from collections import Counter

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
from tests.factories.sessions import token_for
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_user

from deskbell.core.config import Settings
from deskbell.main import create_app

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def operations(tmp_path):
    """Every operation of the document but the stream, which has no end."""
    document = create_app(Settings(data_dir=tmp_path, log_level="error")).openapi()
    schema = schemathesis.openapi.from_dict(document)
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if "text/event-stream" not in str(each.definition.raw["responses"])]


@pytest.fixture
async def sign_in(live_database, live_app):
    """Signs an admin of a helpdesk with a ticket in, anew for each operation: some of them end sessions."""
    async with live_database.session() as session:
        department = await make_department(session, is_default=True)
        await make_ticket(session, await make_user(session), department)
        admin = await make_admin(session)

    async def headers():
        async with live_database.session() as session:
            return {"authorization": f"Bearer {await token_for(session, live_app, admin)}"}

    return headers


async def call(client, case):
    """The application's answer to a made-up request, in the form that the checks take."""
    wanted = case.as_transport_kwargs(base_url="http://test")
    wanted.pop("cookies", None)
    response = await client.request(
        wanted["method"],
        wanted["url"],
        params=wanted.get("params"),
        headers={name: value for name, value in wanted["headers"].items() if name.lower() != "authorization"},
        json=wanted.get("json"),
        content=wanted.get("data") if isinstance(wanted.get("data"), bytes) else None,
        files={"file": ("made-up.txt", repr(wanted["files"]).encode())} if wanted.get("files") else None,
    )
    response.request.read()
    return schemathesis.Response.from_httpx(response, verify=True)


@pytest.mark.commits
async def test_every_operation_answers_as_declared(live_app, sign_in, tmp_path):
    faults, statuses = {}, Counter()
    async with client_of(live_app) as client:
        for operation in operations(tmp_path):
            client.headers.update(await sign_in())

            @settings(
                max_examples=3,
                deadline=None,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            )
            @given(case=operation.as_strategy())
            async def one(case):
                response = await call(client, case)
                statuses[response.status_code] += 1
                case.validate_response(response, checks=CHECKS)

            try:
                await run(one)
            except BaseExceptionGroup as group:
                faults[operation.label] = [str(error) for error in group.exceptions]
            except Exception as error:  # noqa: BLE001 - told with the operation that it belongs to
                faults[operation.label] = [str(error)]
    assert statuses[200] > 10, statuses
    assert not faults, "\n\n".join(f"{label}: {said}" for label, said in faults.items())


async def run(test):
    """Let hypothesis drive an asynchronous test on the running loop, from a thread."""
    loop = asyncio.get_running_loop()
    inner = test.hypothesis.inner_test

    def waited(*args, **kwargs):
        return asyncio.run_coroutine_threadsafe(inner(*args, **kwargs), loop).result(60)

    test.hypothesis.inner_test = waited
    await asyncio.to_thread(test)
