"""The people of organizations: memberships, managers, delegation, invitations, leaving."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import facts
from tests.factories.organizations import join, make_organization
from tests.factories.tickets import make_ticket
from tests.factories.users import make_agent, make_user

from deskbell.channels.email.outbox.models import OutgoingMail, OutgoingRecipient
from deskbell.organizations.models import OrganizationMember
from deskbell.tickets.models import TicketFollower
from deskbell.users.models import User, UserAddress

PRIVATE = {"subject": "Salary", "text": "Mine.", "private": True}
LATER = (datetime.now(UTC) + timedelta(days=3)).isoformat()


@pytest.fixture
async def acme(session, client_as):
    """An organization with its people and their clients, another one beside it, and a department."""
    support = await make_department(session, is_default=True)
    boss, member, other = [await make_user(session, name=name) for name in ("Boss", "Member", "Other")]
    stranger = await make_user(session, name="Stranger")
    row = await make_organization(session, member, other, managers=[boss], name="Acme")
    agent = await make_agent(session, support)
    return SimpleNamespace(
        id=row.id,
        row=row,
        support=support,
        path=f"/v1/organizations/{row.id}",
        foreign=await make_organization(session, managers=[stranger], name="Foreign"),
        people=SimpleNamespace(boss=boss, member=member, other=other, stranger=stranger, agent=agent),
        boss=await client_as(boss),
        member=await client_as(member),
        other=await client_as(other),
        stranger=await client_as(stranger),
        agent=await client_as(agent),
    )


async def seen(client, **filters):
    page = await client.get("/v1/tickets", params=filters)
    return {each["id"] for each in page.json()["items"]}


async def test_t03_the_list_is_what_can_be_opened_and_moves_with_the_sharing(acme, session):
    tickets = [
        await make_ticket(session, getattr(acme.people, name), acme.support)
        for name in ("boss", "member", "other", "stranger")
    ]
    numbers = {
        name: ticket.id for name, ticket in zip(("boss", "member", "other", "stranger"), tickets, strict=True)
    }
    company = {numbers[name] for name in ("boss", "member", "other")}
    expected = {
        "none": {"boss": {numbers["boss"]}, "member": {numbers["member"]}},
        "managers": {"boss": company, "member": {numbers["member"]}},
        "named": {"boss": company, "member": company, "other": {numbers["other"]}},
        "everyone": {"boss": company, "member": company, "other": company},
    }
    named = await acme.boss.patch(f"{acme.path}/members/{acme.people.member.id}", json={"named": True})
    assert named.json()["named"] is True
    for see, wanted in expected.items():
        body = {"see": see, "reply": "none", "close": "none"}
        assert (await acme.agent.put(f"{acme.path}/sharing", json=body)).status_code == 200
        for name in ("boss", "member", "other", "stranger"):
            client = getattr(acme, name)
            found = await seen(client)
            assert found == wanted.get(name, {numbers[name]}), (see, name)
            opened = {
                n for n in numbers.values() if (await client.get(f"/v1/tickets/{n}")).status_code == 200
            }
            assert opened == found
            counted = (await client.get("/v1/tickets", params={"count": True})).json()["total"]
            assert counted == len(found)
            searched = await client.get("/v1/search/tickets", params={"q": "broken"})
            assert {each["id"] for each in searched.json()["items"]} == found


async def test_see_reply_and_close_are_apart(acme, session):
    ticket = await make_ticket(session, acme.people.member, acme.support)
    path = f"/v1/tickets/{ticket.id}"
    can = (await acme.boss.get(path)).json()["can"]
    assert (can["reply"], can["solve"], can["set_private"]) == (False, False, False)
    assert (await acme.boss.post(f"{path}/messages", json={"text": "Me too."})).status_code == 403
    assert (await acme.boss.put(f"{path}/solved")).status_code == 403
    body = {"see": "managers", "reply": "managers", "close": "none"}
    await acme.agent.put(f"{acme.path}/sharing", json=body)
    assert (await acme.boss.get(path)).json()["can"]["reply"] is True
    assert (await acme.boss.post(f"{path}/messages", json={"text": "Me too."})).status_code == 201
    assert (await acme.boss.put(f"{path}/solved")).status_code == 403
    await acme.agent.put(f"{acme.path}/sharing", json=body | {"close": "managers"})
    assert (await acme.boss.put(f"{path}/solved")).status_code == 200
    await acme.agent.put(f"{acme.path}/sharing", json=body | {"see": "none", "reply": "everyone"})
    assert (await acme.boss.post(f"{path}/messages", json={"text": "Me too."})).status_code == 404


async def test_private_is_the_requesters_alone_and_only_where_that_is_allowed(acme, session):
    opened = await acme.member.post(
        "/v1/tickets", json={"subject": "Salary", "text": "Mine.", "private": True}
    )
    number = opened.json()["id"]
    assert (opened.json()["private"], opened.json()["organization"]["id"]) == (True, acme.id)
    session.add(TicketFollower(ticket_id=number, user_id=acme.people.boss.id))
    await session.flush()
    path = f"/v1/tickets/{number}"
    assert (await acme.boss.get(path)).status_code == 404
    assert (await acme.agent.get(path)).status_code == 200
    assert (await acme.agent.put(f"{path}/private")).status_code == 403
    shared = await acme.member.delete(f"{path}/private")
    assert (shared.json()["private"], shared.json()["can"]["set_private"]) == (False, True)
    assert (await acme.boss.get(path)).status_code == 200
    assert (await acme.boss.put(f"{path}/private")).status_code == 403
    body = {"see": "managers", "reply": "none", "close": "none", "private_allowed": False}
    await acme.agent.put(f"{acme.path}/sharing", json=body)
    refused = await acme.member.put(f"{path}/private")
    assert (refused.status_code, refused.json()["code"]) == (409, "private_not_allowed")
    again = await acme.member.post("/v1/tickets", json=PRIVATE)
    assert again.status_code == 409


async def test_t01_a_ticket_belongs_to_one_of_my_own_and_an_agent_changes_it(acme, session):
    second = await make_organization(session, acme.people.member, name="Second")
    body = {"subject": "S", "text": "t"}
    plain = (await acme.member.post("/v1/tickets", json=body)).json()
    chosen = (await acme.member.post("/v1/tickets", json=body | {"organization_id": second.id})).json()
    assert [each["organization"]["name"] for each in (plain, chosen)] == ["Acme", "Second"]
    refusals = [
        await acme.member.post("/v1/tickets", json=body | {"organization_id": number})
        for number in (acme.foreign.id, 99_999_999)
    ]
    assert [each.status_code for each in refusals] == [422, 422]
    assert refusals[0].content == refusals[1].content
    path = f"/v1/tickets/{plain['id']}/organization"
    assert (await acme.member.put(path, json={"organization_id": second.id})).status_code == 403
    moved = await acme.agent.put(path, json={"organization_id": acme.foreign.id})
    assert moved.json()["organization"]["name"] == "Foreign"
    assert plain["id"] in await seen(acme.stranger)
    assert plain["id"] not in await seen(acme.boss)
    history = (await acme.agent.get(f"/v1/tickets/{plain['id']}/history")).json()["items"][-1]
    assert (history["before"]["name"], history["after"]["name"]) == ("Acme", "Foreign")
    assert (await acme.agent.delete(path)).json()["organization"] is None
    assert (await acme.agent.put(path, json={"organization_id": 99_999_999})).status_code == 422
    assert await seen(acme.agent, organization_id=second.id) == {chosen["id"]}
    assert await seen(acme.stranger, organization_id=second.id) == set()
    default = await acme.member.put(f"/v1/users/me/organizations/{second.id}/default")
    assert default.status_code == 204
    assert (await acme.member.post("/v1/tickets", json=body)).json()["organization"]["name"] == "Second"


async def test_a_manager_looks_after_the_people_and_a_member_does_not(acme):
    listed = (await acme.boss.get(f"{acme.path}/members")).json()["items"]
    assert [(each["user"]["name"], each["managing"]) for each in listed] == [
        ("Boss", True),
        ("Member", False),
        ("Other", False),
    ]
    assert (await acme.member.get(f"{acme.path}/members")).status_code == 403
    unknown = await acme.stranger.get("/v1/organizations/99999999/members")
    foreign = await acme.stranger.get(f"{acme.path}/members")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    path = f"{acme.path}/members/{acme.people.member.id}"
    assert (await acme.boss.put(path, json={"role": "manager"})).status_code == 403
    assert (await acme.boss.patch(path, json={"role": "manager"})).status_code == 422
    assert (await acme.boss.patch(path, json={"follows_new": True})).status_code == 403
    handed = await acme.boss.patch(path, json={"manager_until": LATER})
    assert (handed.json()["managing"], handed.json()["role"]) == (True, "member")
    assert (await acme.member.get(f"{acme.path}/members")).status_code == 200
    onward = f"{acme.path}/members/{acme.people.other.id}"
    assert (await acme.member.patch(onward, json={"manager_until": LATER})).status_code == 403
    assert (await acme.member.delete(f"{acme.path}/members/{acme.people.boss.id}")).status_code == 403
    early = await acme.boss.patch(onward, json={"manager_until": "2020-01-01T00:00:00Z"})
    assert early.status_code == 422
    assert (await acme.boss.patch(path, json={"manager_until": None})).json()["managing"] is False
    assert (await acme.member.get(f"{acme.path}/members")).status_code == 403
    mine = (await acme.boss.get("/v1/users/me/organizations")).json()["items"][0]
    assert (mine["organization"]["name"], mine["managing"], mine["sees"]) == ("Acme", True, True)
    assert "notes" not in mine


async def test_a_manager_who_follows_new_tickets_is_made_a_follower(acme, session):
    path = f"{acme.path}/members/{acme.people.boss.id}"
    assert (await acme.boss.patch(path, json={"follows_new": True})).status_code == 200
    ticket = (await acme.member.post("/v1/tickets", json={"subject": "S", "text": "t"})).json()
    followers = (await acme.agent.get(f"/v1/tickets/{ticket['id']}")).json()["followers"]
    assert [each["name"] for each in followers] == ["Boss"]


async def test_whoever_is_taken_out_sees_nothing_of_it_but_what_they_asked(acme, session):
    await acme.agent.put(f"{acme.path}/domains", json={"domains": ["acme.example"]})
    address = UserAddress(
        user_id=acme.people.member.id, address="m@acme.example", verified_at=datetime.now(UTC)
    )
    session.add(address)
    body = {"see": "everyone", "reply": "none", "close": "none"}
    await acme.agent.put(f"{acme.path}/sharing", json=body)
    theirs = await make_ticket(session, acme.people.boss, acme.support)
    mine = await make_ticket(session, acme.people.member, acme.support)
    secret = await make_ticket(session, acme.people.member, acme.support)
    secret.private = True
    session.add(TicketFollower(ticket_id=theirs.id, user_id=acme.people.member.id))
    await session.flush()
    assert await seen(acme.member) == {theirs.id, mine.id, secret.id}
    path = f"{acme.path}/members/{acme.people.member.id}"
    assert (await acme.boss.delete(path, params={"hand_to_id": acme.people.stranger.id})).status_code == 404
    assert (await acme.boss.delete(path, params={"hand_to_id": acme.people.member.id})).status_code == 404
    gone = await acme.boss.delete(path, params={"hand_to_id": acme.people.other.id})
    assert gone.status_code == 204, gone.text
    assert await seen(acme.member) == {secret.id}
    assert (await acme.other.get(f"/v1/tickets/{mine.id}")).json()["requester"]["name"] == "Other"
    assert (await acme.boss.get(f"/v1/tickets/{secret.id}")).status_code == 404
    assert (await acme.member.get("/v1/users/me/organizations")).json()["items"] == []
    assert "organization.member_removed" in await facts(session, "organization", acme.id)
    assert (await acme.boss.delete(path)).status_code == 404


async def test_presumed_at_once_for_agents_and_opened_by_a_verified_address(acme, session, client_as):
    await acme.agent.put(f"{acme.path}/domains", json={"domains": [".acme.example"]})
    body = {"see": "everyone", "reply": "none", "close": "none"}
    await acme.agent.put(f"{acme.path}/sharing", json=body)
    ticket = await make_ticket(session, acme.people.boss, acme.support)
    new = await make_user(session, name="New", address="new@eu.acme.example")
    address = await session.scalar(select(UserAddress).where(UserAddress.user_id == new.id))
    address.verified_at = None
    await session.flush()
    client = await client_as(new)
    presumed = (await acme.agent.get(f"/v1/users/{new.id}/organizations")).json()["items"]
    assert [(each["organization"]["name"], each["presumed"]) for each in presumed] == [("Acme", True)]
    assert new.id in {
        each["user"]["id"] for each in (await acme.agent.get(f"{acme.path}/members")).json()["items"]
    }
    assert new.id not in {
        each["user"]["id"] for each in (await acme.boss.get(f"{acme.path}/members")).json()["items"]
    }
    assert await seen(client) == set()
    assert (await client.get("/v1/users/me/organizations")).json()["items"] == []
    address.verified_at = datetime.now(UTC)
    await session.flush()
    assert await seen(client) == {ticket.id}
    opened = await client.post("/v1/tickets", json={"subject": "S", "text": "t", "organization_id": acme.id})
    assert opened.json()["organization"]["id"] == acme.id


async def test_t85_an_invitation_joins_only_who_proved_the_address_and_takes_it_up(
    acme, session, client_as, drain
):
    known = await make_user(session, name="Known", address="known@example.org")
    answers = {}
    for email in ("known@example.org", "nobody@example.org"):
        body = {"name": "Colleague", "email": email}
        response = await acme.boss.post(f"{acme.path}/invitations", json=body)
        assert response.status_code == 201, response.text
        answers[email] = {key: response.json()[key] for key in ("name",)}
    assert answers["known@example.org"] == answers["nobody@example.org"]
    assert (await acme.member.post(f"{acme.path}/invitations", json=body)).status_code == 403
    assert (await acme.stranger.post(f"{acme.path}/invitations", json=body)).status_code == 404
    await drain()
    sent = (
        select(OutgoingRecipient.address)
        .join(OutgoingMail, OutgoingMail.id == OutgoingRecipient.mail_id)
        .where(OutgoingMail.kind == "invitation")
    )
    assert sorted(await session.scalars(sent)) == ["known@example.org", "nobody@example.org"]
    client = await client_as(known)
    (waiting,) = (await client.get("/v1/users/me/organization-invitations")).json()["items"]
    assert (waiting["organization"]["name"], waiting["invited_by"]["name"]) == ("Acme", "Boss")
    path = f"/v1/users/me/organization-invitations/{waiting['id']}"
    assert (await acme.stranger.post(f"{path}/accept")).status_code == 404
    member = select(OrganizationMember.role).where(OrganizationMember.user_id == known.id)
    assert await session.scalar(member) is None
    assert (await client.post(f"{path}/accept")).status_code == 204
    assert await session.scalar(member) == "member"
    new = await session.scalar(
        select(User).join(UserAddress).where(UserAddress.address == "nobody@example.org")
    )
    assert (await (await client_as(new)).get("/v1/users/me/organization-invitations")).json()["items"] == []
    left = (await acme.boss.get(f"{acme.path}/invitations")).json()["items"]
    assert [each["email"] for each in left] == ["nobody@example.org"]
    assert (await acme.boss.delete(f"{acme.path}/invitations/{left[0]['id']}")).status_code == 204
    again = await acme.boss.post(f"{acme.path}/invitations", json={"name": "K", "email": "known@example.org"})
    assert (again.status_code, again.json()["code"]) == (409, "already_member")


async def test_agents_put_in_customers_only(acme, session):
    colleague = await make_agent(session)
    assert (await acme.agent.put(f"{acme.path}/members/{colleague.id}", json={})).status_code == 404
    path = f"{acme.path}/members/{acme.people.stranger.id}"
    put = (await acme.agent.put(path, json={"role": "manager", "is_default": True})).json()
    assert (put["role"], put["is_default"], put["managing"]) == ("manager", True, True)
    of_foreign = await session.get(OrganizationMember, (acme.foreign.id, acme.people.stranger.id))
    await session.refresh(of_foreign)
    assert of_foreign.is_default is False
    assert (await acme.agent.delete(path)).status_code == 204
    await session.refresh(of_foreign)
    assert of_foreign.is_default is True
    assert await join(session, acme.row, acme.people.stranger, is_default=False)
