"""How the helpdesk fares: what an admin is told, and work that failed."""

import pytest
from sqlalchemy import text
from tests.factories.departments import make_department
from tests.factories.facts import facts
from tests.factories.inbound import make_inbound
from tests.factories.jobs import make_job
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin

from deskbell.core.jobs import JOBS
from deskbell.core.revisions import newest_revision
from deskbell.events.dispatcher import READER

CANARY = "canary-5f0c9b"


@pytest.fixture
async def admin(client_as, session):
    """An admin's client."""
    return await client_as(await make_admin(session))


async def asked(admin):
    """How the helpdesk fares, with the codes of what should be looked at."""
    response = await admin.get("/v1/system")
    assert response.status_code == 200, response.text
    found = response.json()
    return found, {each["code"]: each for each in found["findings"]}


async def test_a_quiet_helpdesk_is_well_once_a_worker_lives(admin, session):
    found, codes = await asked(admin)
    assert set(codes) == {"worker_missing"}
    assert found["versions"]["revision"] == found["versions"]["revision_needed"] == newest_revision()
    assert found["storage"]["database_bytes"] > 1_000_000
    assert found["storage"]["data_free_bytes"] <= found["storage"]["data_total_bytes"]
    assert found["jobs"]["oldest_wait_seconds"] is None
    await session.execute(text("insert into procrastinate_workers default values"))
    found, codes = await asked(admin)
    assert (found["findings"], found["processes"]["workers"]) == ([], 1)


async def test_what_stands_still_is_named_errors_first(admin, session, app):
    mailbox = await make_mailbox(session, app.state.settings, await make_department(session))
    await make_inbound(session, mailbox, fate="held")
    await make_job(session, status="todo", age=300)
    await make_job(session, status="todo", age=-300)
    await make_job(session)
    await session.execute(text("update event_readers set xid = '0', event_id = 0"))
    await session.execute(text("update events set at = now() - interval '10 minutes'"))
    event = await session.scalar(
        text("""
        insert into events (at, type, actor_kind, subject_type, subject_id, data)
        values (now() - interval '10 minutes', 'ticket.created', 'system', 'ticket', 1, '{}') returning id
    """)
    )
    await session.execute(
        text("insert into parked_events (event_id, handler, error) values (:id, 'counts', 'ValueError')"),
        {"id": event},
    )
    found, codes = await asked(admin)
    assert {"worker_missing", "events_late", "events_parked", "jobs_late", "jobs_failed", "mail_held"} <= set(
        codes
    )
    severities = [each["severity"] for each in found["findings"]]
    assert severities == sorted(severities)
    assert {name: found["jobs"][name] for name in ("waiting", "scheduled", "working", "failed")} == {
        "waiting": 1, "scheduled": 1, "working": 0, "failed": 1,
    }  # fmt: skip
    assert found["jobs"]["oldest_wait_seconds"] >= 300
    [reader] = found["readers"]
    assert (reader["name"], reader["lag_seconds"] >= 600) == (READER, True)
    assert [each["event_id"] for each in found["parked"]] == [event]


async def test_t63_neither_arguments_nor_addresses_are_told(admin, session, settings):
    """T63: what is looked at when something is wrong holds no secret and no word of anybody."""
    number = await make_job(session, args=f'{{"secret": "{CANARY}"}}')
    for path in ("/v1/system", "/v1/failed-jobs", f"/v1/failed-jobs/{number}"):
        answer = (await admin.get(path)).text
        assert CANARY not in answer
        assert settings.database_url not in answer
        assert str(settings.data_dir) not in answer


async def test_failed_work_is_done_again_or_discarded_once(admin, session):
    known = next(iter(JOBS))
    first, second = await make_job(session, name=known), await make_job(session, name="gone.away")
    listed = (await admin.get("/v1/failed-jobs")).json()["items"]
    assert [(each["id"], each["known"]) for each in listed] == [(second, False), (first, True)]
    page = (await admin.get("/v1/failed-jobs?limit=1")).json()
    rest = (await admin.get(f"/v1/failed-jobs?limit=1&cursor={page['next_cursor']}")).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [second, first]

    assert (await admin.post(f"/v1/failed-jobs/{first}/retries")).status_code == 204
    again = text("select status, attempts from procrastinate_jobs where id = :id")
    assert (await session.execute(again, {"id": first})).one() == ("todo", 0)
    assert (await admin.post(f"/v1/failed-jobs/{first}/retries")).status_code == 404
    assert await facts(session, "failed_job", first) == ["failed_job.retried"]

    assert (await admin.delete(f"/v1/failed-jobs/{second}")).status_code == 204
    assert (await admin.get(f"/v1/failed-jobs/{second}")).status_code == 404
    assert await facts(session, "failed_job", second) == ["failed_job.discarded"]


async def test_work_that_waits_already_is_not_ordered_twice(admin, session):
    number = await make_job(session, queueing_lock="sweep")
    await make_job(session, status="todo", queueing_lock="sweep")
    response = await admin.post(f"/v1/failed-jobs/{number}/retries")
    assert (response.status_code, response.json()["code"]) == (409, "job_superseded")
    assert await facts(session, "failed_job", number) == []
