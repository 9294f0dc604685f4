"""Finding people: text, group and organization combine; everybody found is one whom one may see."""

from collections.abc import Iterable

import pytest
from tests.factories.departments import make_department
from tests.factories.organizations import make_organization
from tests.factories.tickets import make_ticket
from tests.factories.user_groups import built_in, make_group, unclaim
from tests.factories.users import make_agent, make_user

from deskbell.core.auth import Level
from deskbell.organizations.models import OrganizationRemoval
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.users.contacts.models import UserPhone
from deskbell.users.models import UserAddress

PATH = "/v1/people"


@pytest.fixture
async def people(session):
    """Four customers over a group and an organization with a domain; the last one nobody has claimed."""
    made = {
        name: await make_user(session, name=f"{name.title()} Fox", address=f"{name}@{host}.example")
        for name, host in (("ada", "acme"), ("bea", "acme"), ("cleo", "home"), ("dora", "sub.acme"))
    }
    session.add(UserAddress(user_id=made["ada"].id, address="second@ada.example"))
    session.add(UserPhone(user_id=made["cleo"].id, number="+49151234567"))
    await make_user(session, name="Gone Fox", merged_into_id=made["ada"].id)
    await make_user(session, name="Waiting Fox", waits_for="approval")
    await unclaim(session, made["dora"])
    made["partners"] = await make_group(session, made["ada"], made["cleo"], name="Partners")
    made["acme"] = await make_organization(session, made["ada"], domains=["acme.example"], name="Acme")
    return made


@pytest.fixture
async def found(client_as, session, people):
    """`await found(**filters)`: the first names in the order of the list, for an agent with all rights."""
    client = await client_as(await make_agent(session, name="Zoe"))

    async def ask(**filters):
        answer = await client.get(PATH, params=filters)
        assert answer.status_code == 200, answer.text
        return first_names(answer.json()["items"])

    return ask


def first_names(items: Iterable[dict]) -> list[str]:
    """By what the tests call them."""
    return [each["name"].split()[0].lower() for each in items]


async def test_text_group_and_organization_combine(found, people, session):
    partners, acme = people["partners"].id, people["acme"].id
    registered = (await built_in(session, "registered")).id
    everyone = (await built_in(session, "everyone")).id
    for filters, names in (
        ({}, ["ada", "bea", "cleo", "dora", "zoe"]),
        ({"sort": "-created_at"}, ["zoe", "dora", "cleo", "bea", "ada"]),
        ({"q": "fox"}, ["ada", "bea", "cleo", "dora"]),
        ({"q": "SECOND@"}, ["ada"]),
        ({"q": str(people["bea"].id)}, ["bea"]),
        ({"q": f"#{people['bea'].id}"}, ["bea"]),
        ({"q": "0151 2345-67"}, ["cleo"]),
        ({"q": "%"}, []),
        ({"group_id": partners}, ["ada", "cleo"]),
        ({"group_id": everyone}, ["ada", "bea", "cleo", "dora", "zoe"]),
        ({"group_id": registered}, ["ada", "bea", "cleo", "zoe"]),
        ({"organization_id": acme}, ["ada", "bea"]),
        ({"organization_id": acme, "group_id": partners}, ["ada"]),
        ({"organization_id": acme, "group_id": partners, "q": "bea"}, []),
        ({"group_id": 999_999}, []),
        ({"organization_id": 999_999}, []),
    ):
        assert await found(**filters) == names, filters


async def test_who_was_taken_out_of_an_organization_is_not_presumed_again(found, people, session):
    session.add(OrganizationRemoval(organization_id=people["acme"].id, user_id=people["bea"].id))
    await session.flush()
    assert await found(organization_id=people["acme"].id) == ["ada"]


async def test_pages_hold_everybody_once(client_as, session, people):
    client = await client_as(await make_agent(session, name="Zoe"))
    for sort, names in (
        ("name", ["ada", "bea", "cleo", "dora", "zoe"]),
        ("-created_at", ["zoe", "dora", "cleo", "bea", "ada"]),
    ):
        params, seen = {"sort": sort, "limit": 2, "count": "true"}, []
        while params is not None:
            page = (await client.get(PATH, params=params)).json()
            assert page["total"] == len(names)
            seen += first_names(page["items"])
            after = page["next_cursor"]
            params = {**params, "cursor": after} if after else None
        assert seen == names
    page = (await client.get(PATH, params={"limit": 1})).json()
    crossed = await client.get(PATH, params={"sort": "-created_at", "cursor": page["next_cursor"]})
    assert (crossed.status_code, crossed.json()["code"]) == (422, "bad_cursor")
    assert people["ada"].id == page["items"][0]["id"]


async def test_a_person_comes_with_what_the_agent_may_see(client_as, session, people):
    mine, other = await make_department(session), await make_department(session)
    seen = await make_ticket(session, people["ada"], mine, subject="Seen")
    await make_ticket(session, people["ada"], other, subject="Not seen")
    without = EVERY_AGENT_PERMISSION - {
        each for each in EVERY_AGENT_PERMISSION if each.startswith("organizations.")
    }
    for permissions, organizations in (
        (None, [{"id": people["acme"].id, "name": "Acme"}]),
        (without, None),
    ):
        client = await client_as(await make_agent(session, mine, permissions=permissions))
        items = (await client.get(PATH, params={"q": "Fox"})).json()["items"]
        ada, bea, cleo, dora = items
        assert ada["addresses"] == ["ada@acme.example", "second@ada.example"]
        assert ada["groups"] == [{"id": people["partners"].id, "name": "Partners"}]
        assert ada["organizations"] == bea["organizations"] == organizations
        assert (ada["last_ticket"]["id"], ada["last_ticket"]["subject"]) == (seen.id, "Seen")
        assert bea["last_ticket"] is None
        assert cleo["organizations"] == dora["organizations"] == (None if organizations is None else [])
        asked = await client.get(PATH, params={"organization_id": people["acme"].id})
        assert asked.status_code == (403 if organizations is None else 200)


async def test_only_those_are_found_whom_one_may_see(client_as, session, people):
    """T04: the list is what `GET /v1/users/{id}` would answer; without `people.view` there is none."""
    boss = await make_user(session, Level.admin, name="Boss")
    agent = await client_as(await make_agent(session, name="Zoe"))
    admin = await client_as(boss)
    for client, names in ((agent, ["ada", "bea", "cleo", "dora", "zoe"]), (admin, None)):
        items = (await client.get(PATH)).json()["items"]
        for each in items:
            assert (await client.get(f"/v1/users/{each['id']}")).status_code == 200
        assert names is None or first_names(items) == names
    assert (await agent.get(f"/v1/users/{boss.id}")).status_code == 404
    blind = await client_as(await make_agent(session, permissions=["tickets.view.mine"]))
    assert (await blind.get(PATH)).status_code == 403
    assert (await (await client_as(people["ada"])).get(PATH)).status_code == 403
