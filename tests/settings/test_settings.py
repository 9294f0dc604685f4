"""Settings, the logo, and the guide for the first run."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import stored_facts
from tests.factories.mailboxes import make_mailbox
from tests.factories.tickets import make_ticket
from tests.factories.uploads import PNG
from tests.factories.users import acting_as, make_admin, make_agent, make_user

from deskbell.files.models import File
from deskbell.settings.schemas import AllSettings
from deskbell.users.actions.meet import meet
from deskbell.users.models import User


@pytest.fixture
async def boss(session):
    """An admin."""
    return await make_admin(session)


@pytest.fixture
async def admin(client_as, boss):
    """Their client."""
    return await client_as(boss)


async def test_the_schema_tells_a_form_everything_and_the_values_fit_it(admin):
    schema = (await admin.get("/v1/settings/schema")).json()
    values = (await admin.get("/v1/settings")).json()
    for section, place in schema["properties"].items():
        kind = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
        assert kind["title"]
        assert kind["description"]
        assert set(kind["properties"]) == set(values[section])
        for member, said in kind["properties"].items():
            assert said["title"], member
            assert said["description"], member
            assert said["default"] == values[section][member]
    assert schema["$defs"]["TicketSettings"]["properties"]["undo_seconds"]["x-unit"] == "seconds"
    assert set(AllSettings.model_fields) == set(values) - {"version"}


async def test_a_change_counts_is_recorded_by_name_only_and_a_stale_one_is_refused(admin, anonymous, session):
    before = (await admin.get("/v1/settings")).json()
    body = {"helpdesk": {"name": "Harbor", "language": "de"}, "look": {"accent_color": "#112233"}}
    changed = await admin.patch("/v1/settings", json=body, headers={"If-Match": f'"{before["version"]}"'})
    assert changed.status_code == 200, changed.text
    assert changed.json()["helpdesk"] == {"name": "Harbor", "language": "de", "time_zone": "UTC"}
    stale = await admin.patch("/v1/settings", json=body, headers={"If-Match": f'"{before["version"]}"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert (await admin.patch("/v1/settings", json=body)).json()["version"] == changed.json()["version"]
    shown = (await anonymous.get("/v1/helpdesk")).json()
    assert (shown["name"], shown["language"], shown["accent_color"]) == ("Harbor", "de", "#112233")
    facts = [fact.data for fact in await stored_facts(session, "helpdesk", 1)]
    assert [(fact["section"], fact["fields"]) for fact in facts] == [
        ("helpdesk", ["language", "name"]),
        ("look", ["accent_color"]),
    ]
    for wrong in (
        {"tickets": {"undo_seconds": 121}},
        {"helpdesk": {"time_zone": "Mars"}},
        {"look": {"logo": 1}},
    ):
        assert (await admin.patch("/v1/settings", json=wrong)).status_code == 422


async def test_new_accounts_start_with_the_helpdesks_language_and_zone(admin, session, boss):
    await admin.patch("/v1/settings", json={"helpdesk": {"language": "de", "time_zone": "Europe/Berlin"}})
    made = (await admin.post("/v1/users", json={"name": "Nia", "email": "nia@example.org"})).json()
    assert (made["language"], made["time_zone"]) == ("de", "Europe/Berlin")
    met = await meet(session, acting_as(boss), name="Ola", address="ola@example.org")
    row = (await session.execute(select(User.language, User.time_zone).where(User.id == met))).one()
    assert tuple(row) == ("de", "Europe/Berlin")


async def test_replies_are_held_as_long_as_the_setting_says(admin, session, client_as):
    await admin.patch("/v1/settings", json={"tickets": {"undo_seconds": 90}})
    department = await make_department(session)
    agent = await client_as(await make_agent(session, department))
    ticket = await make_ticket(session, await make_user(session), department)
    held = (await agent.post(f"/v1/tickets/{ticket.id}/held-replies", json={"text": "Hi."})).json()
    row = (await agent.get(f"/v1/tickets/{ticket.id}/held-replies")).json()["items"][0]
    assert row["id"] == held["id"]
    assert 80 < (datetime.fromisoformat(held["send_at"]) - datetime.now(UTC)).total_seconds() <= 90


async def test_the_logo_is_an_own_picture_that_everyone_sees(admin, anonymous, client_as, session):
    assert (await anonymous.get("/v1/helpdesk/logo")).status_code == 404
    upload = (await admin.post("/v1/files", files={"file": ("a.png", PNG)})).json()
    stranger = await client_as(await make_admin(session))
    words = (await admin.post("/v1/files", files={"file": ("a.txt", b"words")})).json()
    for client, wrong in ((stranger, upload), (admin, words)):
        refused = await client.put("/v1/helpdesk/logo", json={"file_id": wrong["id"]})
        assert (refused.status_code, refused.json()["code"]) == (422, "logo_unfit")
    assert (await admin.put("/v1/helpdesk/logo", json={"file_id": upload["id"]})).status_code == 204
    place = (await anonymous.get("/v1/helpdesk")).json()["logo_url"]
    shown = await anonymous.get(place)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert (await admin.delete("/v1/helpdesk/logo")).status_code == 204
    assert (await anonymous.get("/v1/helpdesk")).json()["logo_url"] is None
    assert await session.scalar(select(File.attached_at).where(File.id == upload["id"])) is None


async def test_the_guide_ticks_what_is_there_and_what_is_settled(admin, app, session):
    async def done():
        guide = (await admin.get("/v1/guide")).json()
        return {each["step"]: each["done"] for each in guide["steps"]}

    assert await done() == dict.fromkeys(["levels", "departments", "mailbox", "people", "look"], False)
    department = await make_department(session)
    await make_agent(session, department)
    await make_mailbox(session, app.state.settings, department)
    await admin.patch("/v1/settings", json={"look": {"accent_color": "#112233"}})
    body = {"settled": ["levels"], "dismissed": True}
    answer = (await admin.patch("/v1/guide", json=body)).json()
    assert answer["dismissed"]
    assert all((await done()).values())
