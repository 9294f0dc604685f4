"""Organizations over the API: profile, domains, sharing, lists; who may do what."""

import pytest
from tests.factories.facts import facts
from tests.factories.organizations import make_organization
from tests.factories.users import make_admin, make_agent, make_user

PATH = "/v1/organizations"


@pytest.fixture
async def agent(session, client_as):
    return await client_as(await make_agent(session))


async def made(client, name="Acme Ltd", **members):
    response = await client.post(PATH, json={"name": name, **members})
    assert response.status_code == 201, response.text
    return response.json()


async def test_made_changed_and_deleted(agent, session):
    boss = await make_agent(session, name="Anna")
    above = await made(agent, "Acme Holding")
    body = {"labels": ["gold"], "notes": "Pays late.", "parent_id": above["id"], "domains": [".Acme.Example"]}
    acme = await made(agent, account_manager_id=boss.id, **body)
    assert acme["domains"] == [".acme.example"]
    assert (acme["account_manager"]["name"], acme["parent"]["name"]) == ("Anna", "Acme Holding")
    assert acme["sharing"] == {"see": "managers", "reply": "none", "close": "none", "private_allowed": True}
    stale = {"if-match": '"0"'}
    path = f"{PATH}/{acme['id']}"
    assert (await agent.patch(path, json={"name": "Other"}, headers=stale)).status_code == 412
    changed = (await agent.patch(path, json={"notes": "Pays.", "account_manager_id": None})).json()
    assert (changed["notes"], changed["account_manager"]) == ("Pays.", None)
    assert changed["version"] > acme["version"]
    taken = await agent.post(PATH, json={"name": "ACME LTD"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    circular = await agent.patch(f"{PATH}/{above['id']}", json={"parent_id": acme["id"]})
    assert (circular.status_code, circular.json()["code"]) == (422, "circular_parent")
    assert (await agent.delete(path)).status_code == 204
    assert (await agent.get(path)).status_code == 404
    assert await facts(session, "organization", acme["id"]) == [
        "organization.created",
        "organization.domain_added",
        "organization.changed",
        "organization.account_manager_changed",
        "organization.deleted",
    ]


@pytest.mark.parametrize(
    "domain", ["gmail.com", ".gmx.de", "co.uk", ".com", "github.io", "no domain", "a b.com"]
)
async def test_domains_under_which_strangers_have_addresses_are_refused(agent, domain):
    response = await agent.post(PATH, json={"name": "Acme", "domains": ["acme.example", domain]})
    assert (response.status_code, response.json()["code"]) == (422, "domain_unfit")
    assert response.json()["errors"][0]["pointer"] == "/domains/1"


async def test_a_domain_has_one_owner(agent):
    await made(agent, "First", domains=[".acme.example", "münchen.example"])
    second = await made(agent, "Second")
    path = f"{PATH}/{second['id']}/domains"
    for claimed in ("acme.example", "eu.acme.example", ".ACME.example.", "xn--mnchen-3ya.example"):
        response = await agent.put(path, json={"domains": [claimed]})
        assert (response.status_code, response.json()["code"]) == (409, "domain_taken"), claimed
        assert "First" in response.json()["errors"][0]["message"]
    kept = await agent.put(path, json={"domains": ["eu.other.example", ".fine.example"]})
    assert kept.json()["domains"] == ["eu.other.example", ".fine.example"]
    third = await made(agent, "Third")
    above = await agent.put(f"{PATH}/{third['id']}/domains", json={"domains": [".other.example"]})
    assert above.status_code == 409
    beside = await agent.put(f"{PATH}/{third['id']}/domains", json={"domains": ["other.example"]})
    assert beside.status_code == 200


async def test_found_by_name_domain_and_label_page_by_page(agent):
    await made(agent, "Beta", domains=["beta.example"], labels=["gold", "north"])
    await made(agent, "Alpha", labels=["gold"])
    await made(agent, "Gamma")

    async def names(**filters):
        return [each["name"] for each in (await agent.get(PATH, params=filters)).json()["items"]]

    assert await names() == ["Alpha", "Beta", "Gamma"]
    assert await names(q="eta.ex") == ["Beta"]
    assert await names(label=["gold", "north"]) == ["Beta"]
    for sort in ("name", "-updated_at"):
        seen, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = (await agent.get(PATH, params={"limit": 1, "sort": sort, "count": True, **more})).json()
            seen += [each["name"] for each in page["items"]]
            cursor = page["next_cursor"]
            assert page["total"] == 3
            if cursor is None:
                break
        assert sorted(seen) == ["Alpha", "Beta", "Gamma"], sort


async def test_t14_only_who_holds_the_permission(session, client_as):
    acme = await make_organization(session)
    person = await client_as(await make_agent(session, permissions={"organizations.view"}))
    path = f"{PATH}/{acme.id}"
    assert (await person.get(path)).status_code == 200
    sharing = {"see": "everyone", "reply": "none", "close": "none"}
    for method, where, body in (
        ("POST", PATH, {"name": "Other"}),
        ("PATCH", path, {"name": "Other"}),
        ("DELETE", path, None),
        ("PUT", f"{path}/sharing", sharing),
        ("PUT", f"{path}/domains", {"domains": []}),
        ("POST", f"{path}/merge", {"source_id": acme.id}),
        ("POST", f"{path}/invitations", {"name": "Nia", "email": "nia@example.org"}),
        ("POST", "/v1/organization-imports", {"csv": "organization\nA"}),
    ):
        response = await person.request(method, where, json=body)
        assert response.status_code == 403, (method, where, response.text)
    nobody = await client_as(await make_agent(session, permissions=set()))
    assert (await nobody.get(PATH)).status_code == 403
    admin = await client_as(await make_admin(session))
    assert (await admin.get(path)).status_code == 200
    customer = await client_as(await make_user(session))
    assert (await customer.get(path)).status_code == 403
