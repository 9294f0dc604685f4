"""Signing in as a customer: who may, what they see there, and when it is over (T14, T27)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from tests.factories.departments import make_department
from tests.factories.sessions import access_token, make_refresh_token, make_session
from tests.factories.tickets import make_message, make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.core.auth import Level
from deskbell.events.models import StoredEvent
from deskbell.permissions.models import AgentPermission
from deskbell.sessions.models import SignInSession, Visit
from deskbell.users.models import User

REASON = {"reason": "She can't find her invoice."}
MAY = (
    "people.view",
    "people.sign_in_as",
    "tickets.view.unassigned",
    "tickets.reply.unassigned",
)


class Place:
    """An agent of one department, a customer with a ticket there and one elsewhere, and a browser."""

    def __init__(self, session, app, client, other):
        self.session, self.app, self.client, self.other = session, app, client, other

    async def sign_in(self, agent, level=Level.agent):
        """Put this agent's session into the browser."""
        self.own = await make_session(self.session, agent, level=level)
        token = access_token(self.app.state.tokens, agent.id, self.own.id, level)
        self.cookie = await make_refresh_token(self.session, self.own)
        self.client.headers["authorization"] = f"Bearer {token}"

    async def visit(self, user):
        """Begin a visit, and have the other client be in it; what began it and the token's answer."""
        began = await self.client.post(f"/v1/users/{user.id}/visits", json=REASON)
        if began.is_success:
            self.answer = await self.token(began.json()["id"])
            self.other.headers["authorization"] = f"Bearer {self.answer.json()['access_token']}"
        return began

    async def token(self, number, cookie=None):
        headers = {"cookie": f"deskbell_session={cookie or self.cookie}", "authorization": ""}
        headers = {name: value for name, value in headers.items() if value}
        return await self.other.post(f"/v1/sessions/visits/{number}/refresh", headers=headers)


@pytest.fixture
async def place(session, app, client_as, anonymous):
    support, sales = await make_department(session, is_default=True), await make_department(session)
    agent = await make_agent(session, support, permissions=MAY, name="Ben")
    mira = await make_user(session, name="Mira")
    found = Place(session, app, await client_as(mira), anonymous)
    found.support, found.agent, found.mira = support, agent, mira
    found.seen = await make_ticket(session, mira, support, subject="Seen")
    found.elsewhere = await make_ticket(session, mira, sales, subject="Elsewhere")
    await make_message(session, found.seen, mira)
    await found.sign_in(agent)
    return found


async def test_what_both_may_see_is_seen_and_what_is_done_names_both(place):
    began = await place.visit(place.mira)
    assert began.status_code == 201, began.text
    assert began.json()["agent"]["name"] == "Ben"
    answer = place.answer.json()
    assert (answer["user"]["name"], answer["visitor"]["name"], answer["scope"]) == ("Mira", "Ben", "user")
    subjects = [each["subject"] for each in (await place.other.get("/v1/tickets")).json()["items"]]
    assert subjects == ["Seen"]
    assert (await place.other.get(f"/v1/tickets/{place.elsewhere.id}")).status_code == 404
    found = await place.other.get("/v1/search", params={"q": "Elsewhere"})
    assert "Elsewhere" not in str(found.json())
    ticket = (await place.other.get(f"/v1/tickets/{place.seen.id}")).json()
    can = {name for name, may in ticket["can"].items() if may}
    assert can == {"reply"}  # solving is not among what the agent may
    url = f"/v1/tickets/{place.seen.id}"
    assert (await place.other.post(f"{url}/messages", json={"text": "For her"})).status_code == 201
    both = (StoredEvent.ticket_id == place.seen.id, StoredEvent.behind_id == place.agent.id)
    assert set(await place.session.scalars(select(StoredEvent.actor_id).where(*both))) == {place.mira.id}
    history = (await place.other.get(f"{url}/history")).json()["items"]
    names = [
        (each["actor"]["name"], each["actor"]["behind"]["name"])
        for each in history
        if each["actor"]["behind"]
    ]
    assert set(names) == {("Mira", "Ben")}
    assert (await place.other.delete("/v1/sessions/current")).status_code == 204
    assert (await place.other.get("/v1/users/me")).status_code == 401
    assert (await place.client.get("/v1/users/me")).status_code == 200  # the agent's own session goes on


async def test_the_account_is_not_the_visitors_to_change(place):
    await place.visit(place.mira)
    assert (await place.other.get("/v1/users/me")).json()["name"] == "Mira"
    for method, path, body in (
        ("PATCH", "/v1/users/me", {"name": "Somebody"}),
        ("GET", "/v1/sessions", None),
        ("DELETE", "/v1/sessions", None),
        ("PUT", "/v1/users/me/password", {"current_password": "x" * 12, "new_password": "y" * 12}),
        ("GET", "/v1/users/me/second-factor", None),
        ("POST", "/v1/api-keys", {"name": "Key", "scope": "user"}),
        ("GET", "/v1/users/me/organizations", None),
        ("POST", f"/v1/tickets/{place.seen.id}/privacy", {"private": True}),
    ):
        answer = await place.other.request(method, path, json=body)
        assert answer.status_code in {403, 404, 405}, (method, path, answer.text)
    shown = await place.client.get(f"/v1/users/{place.mira.id}/visits")
    assert [each["reason"] for each in shown.json()["items"]] == [REASON["reason"]]


async def test_t14_nobody_is_signed_in_as_staff_or_without_the_permission(place, session):
    admin, other = await make_admin(session), await make_agent(session, place.support)
    for staff in (admin, other, place.agent):
        assert (await place.visit(staff)).status_code in {403, 404}
    await place.sign_in(admin, Level.admin)
    assert (await place.visit(other)).status_code == 403
    assert (await place.visit(place.mira)).status_code == 201
    disabled = await make_user(session, disabled_at=datetime.now(UTC))
    assert (await place.visit(disabled)).status_code == 409
    await place.sign_in(await make_agent(session, place.support, permissions=("people.view",)))
    assert (await place.visit(place.mira)).status_code == 403
    assert await session.scalar(select(Visit.agent_id)) == admin.id


async def test_t27_a_visit_is_opened_by_the_browser_of_its_agent_alone(place, session):
    number = (await place.visit(place.mira)).json()["id"]
    other = await make_agent(session, place.support)
    stolen = await make_refresh_token(session, await make_session(session, other))
    theirs = await make_refresh_token(session, await make_session(session, place.mira))
    for cookie in (stolen, theirs, "x" * 43):
        assert (await place.token(number, cookie)).status_code == 401
    assert (await place.token(number)).status_code == 200
    assert (await place.token(number + 1)).status_code == 401


@pytest.mark.parametrize("end", ["agent out", "agent lowered", "right taken", "raised", "disabled", "over"])
async def test_t27_it_ends_with_either_account(place, session, end):
    await place.visit(place.mira)
    assert (await place.other.get("/v1/users/me")).status_code == 200
    now = datetime.now(UTC)
    match end:
        case "agent out":
            assert (await place.client.delete("/v1/sessions/current")).status_code == 204
        case "agent lowered":
            await session.execute(update(User).where(User.id == place.agent.id).values(level=Level.user))
        case "right taken":
            gone = AgentPermission.permission == "people.sign_in_as"
            await session.execute(delete(AgentPermission).where(gone))
        case "raised":
            await session.execute(update(User).where(User.id == place.mira.id).values(level=Level.agent))
        case "disabled":
            await session.execute(update(User).where(User.id == place.mira.id).values(disabled_at=now))
        case "over":
            over = update(SignInSession).where(SignInSession.user_id == place.mira.id)
            await session.execute(over.values(expires_at=now - timedelta(hours=1)))
    assert (await place.other.get("/v1/users/me")).status_code == 401
    assert (await place.other.get("/v1/tickets")).status_code == 401
