"""Organizations from a file, all of it or a report; two made one, and one made two again."""

import pytest
from sqlalchemy import func, select
from tests.factories.departments import make_department
from tests.factories.organizations import join, make_organization
from tests.factories.tickets import make_ticket
from tests.factories.users import make_agent, make_user

from deskbell.events.models import StoredEvent
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.tickets.models import Ticket
from deskbell.users.models import User

IMPORT = "/v1/organization-imports"
GOOD = """organization,domains,email,name,role,notes,labels
Acme Ltd,acme.example .acme.test,ada@acme.example,Ada,manager,Pays late.,gold;north
acme ltd,,known@example.org,,member,,
"Büro, Süd",,,,,,
"""


@pytest.fixture
async def agent(session, client_as):
    return await client_as(await make_agent(session, await make_department(session, is_default=True)))


async def test_a_file_makes_and_completes_organizations_once(agent, session):
    await make_user(session, address="known@example.org")
    checked = await agent.post(IMPORT, json={"csv": GOOD, "check_only": True})
    assert (checked.status_code, checked.json()["applied"]) == (200, False), checked.text
    assert await session.scalar(select(func.count()).select_from(Organization)) == 0
    done = (await agent.post(IMPORT, json={"csv": GOOD})).json()
    assert done == checked.json() | {"applied": True}
    assert (done["lines"], done["organizations_created"], done["domains_added"]) == (3, 2, 2)
    assert (done["people_created"], done["members_added"]) == (1, 2)
    acme = (await agent.get("/v1/organizations", params={"q": "acme"})).json()["items"][0]
    assert (acme["domains"], acme["labels"]) == (["acme.example", ".acme.test"], ["gold", "north"])
    people = (await agent.get(f"/v1/organizations/{acme['id']}/members")).json()["items"]
    assert {each["user"]["email"]: each["role"] for each in people} == {
        "ada@acme.example": "manager",
        "known@example.org": "member",
    }
    again = (await agent.post(IMPORT, json={"csv": GOOD})).json()
    assert {each for each in again if again[each]} == {"lines", "applied"}


async def test_wrong_lines_are_all_reported_and_nothing_is_changed(agent, session):
    colleague = "colleague@example.org"
    await make_agent(session, address=colleague)
    before = await session.scalar(select(func.count()).select_from(StoredEvent))
    csv = (
        "organization,domains,email,role\n"
        "Fine,fine.example,,\n"
        "Mail,gmail.com,,\n"
        ",,x@example.org,\n"
        "Role,,y@example.org,boss\n"
        f"Fine,,{colleague},\n"
        "Wide,,,,,\n"
        "Second,fine.example,no address,\n"
    )
    refused = await agent.post(IMPORT, json={"csv": csv})
    assert (refused.status_code, refused.json()["code"]) == (422, "import_has_errors")
    lines = [each["pointer"] for each in refused.json()["errors"]]
    wrong = ["line 3, domains", "line 4, organization", "line 5, role", "line 7, all", "line 8, email"]
    assert lines == wrong
    both = "organization,domains,email\nA,one.example,\nB,one.example,\nA,," + colleague
    later = (await agent.post(IMPORT, json={"csv": both})).json()
    assert [each["pointer"] for each in later["errors"]] == ["line 3, domains", "line 4, email"]
    titles = (await agent.post(IMPORT, json={"csv": "name,color\nA,red"})).json()
    assert titles["errors"][0]["pointer"] == "line 1, name, color" or "titles" in str(titles)
    assert await session.scalar(select(func.count()).select_from(Organization)) == 0
    assert await session.scalar(select(func.count()).select_from(StoredEvent)) == before


async def state(session):
    """Who belongs where, whose each ticket is, and what stands below what."""
    member = OrganizationMember
    members = select(member.organization_id, member.user_id, member.role, member.is_default)
    tickets = select(Ticket.id, Ticket.organization_id)
    places = select(Organization.id, Organization.parent_id, Organization.merged_into_id)
    return [
        sorted(map(tuple, (await session.execute(each)).all()), key=str)
        for each in (members, tickets, places)
    ]


async def test_merged_and_undone(agent, session, client_as):
    department = await session.scalar(select(Ticket.department_id)) or await make_department(session)
    boss, both, kept = [await make_user(session) for _ in range(3)]
    source = await make_organization(session, both, managers=[boss], domains=["acme.example"], name="Acme")
    target = await make_organization(session, kept, name="Target", parent_id=source.id)
    child = await make_organization(session, name="Child", parent_id=source.id)
    await join(session, target, both, role="manager")
    ticket = await make_ticket(session, both, department)
    assert ticket.organization_id == source.id
    before = await state(session)
    path = f"/v1/organizations/{target.id}"
    same = await agent.post(f"{path}/merge", json={"source_id": target.id})
    assert same.status_code == 422
    merged = await agent.post(f"{path}/merge", json={"source_id": source.id})
    assert (merged.status_code, merged.json()["domains"]) == (200, ["acme.example"])
    assert (merged.json()["member_count"], merged.json()["parent"]) == (3, None)
    assert (await agent.get(f"/v1/organizations/{source.id}")).status_code == 404
    assert (await agent.get(f"/v1/organizations/{child.id}")).json()["parent"]["id"] == target.id
    client = await client_as(boss)
    assert [each["organization"]["name"] for each in (await client.get("/v1/tickets")).json()["items"]] == [
        "Target"
    ]
    (merge,) = (await agent.get(f"{path}/merges")).json()["items"]
    undone = await agent.post(f"/v1/organization-merges/{merge['id']}/undo")
    assert (undone.status_code, undone.json()["name"]) == (200, "Acme")
    assert await state(session) == before
    again = await agent.post(f"/v1/organization-merges/{merge['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "merge_not_undoable")


async def test_deleting_deletes_no_person_and_no_ticket(agent, session):
    person = await make_user(session)
    acme = await make_organization(session, person)
    ticket = await make_ticket(session, person, await make_department(session))
    assert (await agent.delete(f"/v1/organizations/{acme.id}")).status_code == 204
    assert await session.scalar(select(User.id).where(User.id == person.id)) == person.id
    left = select(Ticket.organization_id).where(Ticket.id == ticket.id)
    assert await session.scalar(left) is None
