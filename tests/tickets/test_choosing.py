"""What customers may choose for their tickets, and what their groups let them do with those (T12, T15)."""

import pytest
from sqlalchemy import select
from tests.factories.departments import make_department
from tests.factories.facts import all_facts, stored_facts
from tests.factories.tickets import make_ticket, status_of
from tests.factories.user_groups import make_group, take_away
from tests.factories.users import make_user

from deskbell.departments.models import DepartmentAncestor, DepartmentAudience
from deskbell.departments.naming import Place, named_for
from deskbell.tickets import submission_endpoints
from deskbell.tickets.choices.models import PriorityAudience, TicketTypeAudience
from deskbell.tickets.models import Ticket

GUEST = {"name": "Nia", "email": "nia@customer.example"}


@pytest.fixture
async def shop(session, desk, app):
    """Under Sales: Partners, for a club, and under that Gold; beside it the back office, for agents only."""
    insider = await make_user(session)
    club = await make_group(session, insider, permissions=["tickets.set_priority"])
    partners, gold = await make_department(session), await make_department(session)
    partners.parent_id, gold.parent_id = desk.sales.id, partners.id
    back_office = await make_department(session)
    back_office.is_public = False
    session.add_all(
        [
            DepartmentAncestor(ancestor_id=desk.sales.id, department_id=partners.id),
            DepartmentAncestor(ancestor_id=desk.sales.id, department_id=gold.id),
            DepartmentAncestor(ancestor_id=partners.id, department_id=gold.id),
            DepartmentAudience(department_id=partners.id, group_id=club.id),
            TicketTypeAudience(ticket_type_id=desk.type.id, group_id=club.id),
            PriorityAudience(priority_id=desk.high.id, group_id=club.id),
        ]
    )
    await session.flush()
    app.state.dimensions.drop()
    desk.__dict__.update(insider=insider, club=club, partners=partners, gold=gold, back_office=back_office)
    return desk


def numbers(choices, kind):
    return {each["id"] for each in choices[kind]}


async def test_t12_what_is_not_for_somebody_is_neither_listed_nor_chosen(
    shop, client_as, anonymous, session, monkeypatch
):
    hidden = {shop.partners.id, shop.gold.id, shop.back_office.id}
    customer, insider = await client_as(shop.customer), await client_as(shop.insider)
    for client in (customer, anonymous):
        choices = (await client.get("/v1/ticket-choices")).json()
        assert hidden.isdisjoint(numbers(choices, "departments"))
        assert shop.sales.id in numbers(choices, "departments")
        assert shop.type.id not in numbers(choices, "types")
        assert choices["priorities"] == []
    inside = (await insider.get("/v1/ticket-choices")).json()
    assert numbers(inside, "departments") >= {shop.partners.id, shop.gold.id, shop.sales.id}
    assert shop.back_office.id not in numbers(inside, "departments")
    assert shop.type.id in numbers(inside, "types")
    assert shop.high.id in numbers(inside, "priorities")

    monkeypatch.setattr(submission_endpoints, "OF_ADDRESS", 100)
    before = await all_facts(session)
    for name, number in (
        ("department_id", shop.partners.id),
        ("department_id", shop.gold.id),
        ("department_id", shop.back_office.id),
        ("type_id", shop.type.id),
        ("priority_id", shop.high.id),
        ("priority_id", shop.low.id),  # T15: without the permission none can be set
    ):
        for client, path, more in (
            (customer, "/v1/tickets", {}),
            (anonymous, "/v1/ticket-submissions", {"requester": GUEST}),
        ):
            answers = []
            for each in (number, 999_999_999):
                asked = {"subject": "A", "text": "B", "choices": {name: each}} | more
                answers.append(await client.post(path, json=asked))
            assert [answer.status_code for answer in answers] == [422, 422]
            told = [answer.json() | {"request_id": None} for answer in answers]
            assert told[0] == told[1]
            assert told[0]["errors"][0]["pointer"] == f"/choices/{name}"
    assert await all_facts(session) == before


async def test_what_is_for_somebody_is_on_their_ticket(shop, client_as, anonymous, session):
    wanted = {"department_id": shop.gold.id, "type_id": shop.type.id, "priority_id": shop.high.id}
    insider = await client_as(shop.insider)
    made = await insider.post("/v1/tickets", json={"subject": "A", "text": "B", "choices": wanted})
    assert made.status_code == 201, made.text
    assert made.json()["department"] == {"id": shop.gold.id, "name": shop.gold.name}
    ticket = await session.get(Ticket, made.json()["id"])
    assert (ticket.department_id, ticket.type_id, ticket.priority_id) == tuple(wanted.values())
    body = {"subject": "A", "text": "B", "requester": GUEST, "choices": {"department_id": shop.sales.id}}
    sent = await anonymous.post("/v1/ticket-submissions", json=body)
    placed = select(Ticket.department_id).where(Ticket.reference == sent.json()["reference"])
    assert await session.scalar(placed) == shop.sales.id
    agent = await client_as(shop.agent)
    refused = await agent.post("/v1/tickets", json={"subject": "A", "text": "B", "choices": {}})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/choices")


async def test_audiences_never_govern_sight(shop, client_as, session):
    """Moved where its requester could not have put it, a ticket stays theirs, under a name they may know."""
    ticket = await make_ticket(session, shop.customer, shop.gold)
    hidden = await make_ticket(session, shop.customer, shop.back_office)
    customer, agent = await client_as(shop.customer), await client_as(shop.admin)
    sales = {"id": shop.sales.id, "name": shop.sales.name}
    listed = {each["id"]: each["department"] for each in (await customer.get("/v1/tickets")).json()["items"]}
    assert (listed[ticket.id], listed[hidden.id]) == (sales, None)
    assert (await customer.get(f"/v1/tickets/{ticket.id}")).json()["department"] == sales
    found = (await customer.get("/v1/search/tickets", params={"q": hidden.reference})).json()["items"]
    assert [each["department"] for each in found] == [None]
    assert (await agent.get(f"/v1/tickets/{hidden.id}")).json()["department"]["id"] == shop.back_office.id
    for text in (shop.gold.name, shop.partners.name, shop.back_office.name):
        assert text not in (await customer.get("/v1/tickets")).text


@pytest.mark.parametrize(
    ("groups", "named"),
    [((), 1), ((7,), 2), ((8,), 1), ((7, 8), 3)],
    ids=["nobody", "seven", "eight", "both"],
)
def test_the_nearest_name_is_found_from_above(groups, named):
    places = {
        1: Place(None, True, frozenset()),
        2: Place(1, True, frozenset({7})),
        3: Place(2, True, frozenset({8})),
        4: Place(3, False, frozenset()),
    }
    assert named_for(places, 3, groups) == named
    assert named_for(places, 4, groups) == named
    assert named_for(places | {1: Place(None, False, frozenset())}, 3, groups) is None


async def test_audiences_are_whole_sets_and_keep_their_groups(as_admin, shop, session):
    other = await make_group(session)
    for path, number, subject in (
        ("departments", shop.sales.id, "department"),
        ("ticket-types", shop.type.id, "ticket_type"),
        ("priorities", shop.low.id, "priority"),
    ):
        where = f"/v1/{path}/{number}/audience"
        first = (await as_admin.get(where)).json()
        before, seen = [each["id"] for each in first["groups"]], {"if-match": f'"{first["version"]}"'}
        for _ in range(2):
            changed = await as_admin.put(where, json={"group_ids": [other.id, shop.club.id, other.id]})
            assert {each["id"] for each in changed.json()["groups"]} == {other.id, shop.club.id}
        stale = await as_admin.put(where, json={"group_ids": []}, headers=seen)
        now = changed.json()["version"]
        assert (stale.status_code, stale.json()["code"], now == first["version"]) == (
            412,
            "stale_version",
            False,
        )
        seen = {"if-match": f'"{now}"'}
        again = await as_admin.put(where, json={"group_ids": [other.id, shop.club.id]}, headers=seen)
        assert again.json()["version"] == now
        [*_, fact] = await stored_facts(session, subject, number)
        assert (fact.type, fact.data["before"]) == (f"{subject}.audience_changed", before)
        assert fact.data["after"] == sorted([other.id, shop.club.id])
        unknown = await as_admin.put(where, json={"group_ids": [other.id, 999_999_999]})
        assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/group_ids/1")
        nothing = f"/v1/{path}/999999999/audience"
        assert (await as_admin.get(nothing)).status_code == 404
        assert (await as_admin.put(nothing, json={"group_ids": []})).status_code == 404
    kept = await as_admin.delete(f"/v1/user-groups/{other.id}")
    assert (kept.status_code, kept.json()["code"]) == (409, "group_in_audience")


async def test_without_the_permission_nobody_submits(
    desk, as_customer, as_agent, anonymous, client_as, session
):
    await take_away(session, "tickets.submit")
    body = {"subject": "A", "text": "B"}
    before = await all_facts(session)
    for client, path, more in (
        (as_customer, "/v1/tickets", {}),
        (await client_as(desk.agent, "user"), "/v1/tickets", {}),
        (anonymous, "/v1/ticket-submissions", {"requester": GUEST}),
    ):
        refused = await client.post(path, json=body | more)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert await all_facts(session) == before
    await make_group(session, desk.customer, permissions=["tickets.submit"])
    assert (await as_customer.post("/v1/tickets", json=body)).status_code == 201
    opened = body | {"agent": {"requester_id": desk.customer.id, "department_id": desk.support.id}}
    assert (await as_agent.post("/v1/tickets", json=opened)).status_code == 201


async def test_closing_and_reopening_are_permissions(desk, as_customer, session):
    path = f"/v1/tickets/{desk.ticket.id}"
    assert (await as_customer.get(path)).json()["can"]["solve"]
    await take_away(session, "tickets.close", "tickets.reopen")
    can = (await as_customer.get(path)).json()["can"]
    assert (can["solve"], can["reply"]) == (False, True)
    refused = await as_customer.put(f"{path}/solved")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    solved = await status_of(session, "solved")
    desk.ticket.status_id, desk.ticket.status_kind = solved.id, solved.kind
    await session.flush()
    assert not (await as_customer.get(path)).json()["can"]["reply"]
    refused = await as_customer.post(f"{path}/messages", json={"text": "Again."})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    await make_group(session, desk.customer, permissions=["tickets.reopen"])
    assert (await as_customer.get(path)).json()["can"]["reply"]
    assert (await as_customer.post(f"{path}/messages", json={"text": "Again."})).status_code == 201
    assert (await as_customer.get(path)).json()["status"]["kind"] == "open"


async def test_a_support_center_that_is_closed_to_somebody(desk, client_as, as_agent, anonymous, session):
    await take_away(session, "support_center.enter")
    customer, lowered = await client_as(desk.customer), await client_as(desk.agent, "user")
    path = f"/v1/tickets/{desk.ticket.id}"
    for client in (customer, lowered):
        for method, where, body in (
            ("GET", "/v1/tickets", None),
            ("GET", path, None),
            ("POST", "/v1/tickets", {"subject": "A", "text": "B"}),
            ("POST", f"{path}/messages", {"text": "B"}),
        ):
            refused = await client.request(method, where, json=body)
            assert (refused.status_code, refused.json()["code"]) == (403, "support_center_closed")
        assert (await client.get("/v1/users/me")).status_code == 200
    body = {"subject": "A", "text": "B", "requester": GUEST}
    assert (await anonymous.post("/v1/ticket-submissions", json=body)).status_code == 403
    assert (await as_agent.get(path)).status_code == 200
    await make_group(session, desk.customer, permissions=["support_center.enter"])
    assert (await customer.get(path)).status_code == 200
