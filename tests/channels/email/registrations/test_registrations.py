"""Who is let in: at once, by a link, by an agent, or not at all; told alike to known and unknown (T85)."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select
from tests.channels.email.account_mails.test_account_mails import link_in
from tests.factories.departments import make_department
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, raw_of
from tests.factories.uploads import PNG
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.channels.email.outbox.kept import opened
from deskbell.files.models import File
from deskbell.tickets.models import Ticket
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.users.models import User, UserAddress

PATH, NIA = "/v1/ticket-submissions", "nia@customer.example"


def body(email=NIA, **more):
    requester = {"name": "Nia", "email": email}
    return {"requester": requester, "subject": "It is broken", "text": "The door.", **more}


@pytest.fixture
def sending(settings):
    return make_desk_of(settings)


@pytest.fixture
async def desk(session):
    """A department, and somebody whom everybody knows."""
    await make_department(session, is_default=True)
    return await make_user(session, address="known@customer.example")


@pytest.fixture
async def registration(client_as, session):
    """`await registration("verified")`: the setting."""
    admin = await client_as(await make_admin(session))

    async def choose(mode):
        changed = await admin.patch("/v1/settings", json={"sign_in": {"registration": mode}})
        assert changed.status_code == 200, changed.text

    return choose


async def waiting(session, address=NIA):
    user_id = select(UserAddress.user_id).where(UserAddress.address == address).scalar_subquery()
    return await session.scalar(select(User).where(User.id == user_id))


async def references(session):
    return list(await session.scalars(select(Ticket.reference)))


async def test_verified_the_link_makes_the_ticket(desk, registration, anonymous, session, drain, sending):
    await registration("verified")
    kept = await anonymous.post(f"{PATH}/files", files={"file": ("a.png", PNG)})
    file = {member: kept.json()[member] for member in ("id", "claim")}
    answers = [await anonymous.post(PATH, json=body(files=[file]))]
    answers.append(await anonymous.post(PATH, json=body("known@customer.example")))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert await references(session) == []  # nothing tells whose it was, not even the time
    await drain()
    assert await references(session) == [answers[1].json()["reference"]]
    assert (await waiting(session)).waits_for == "verification"
    [mail] = [each for each in await fix_all(session, sending) if each.kind == "registration"]
    raw = opened(sending.sealer, mail.id, await raw_of(session, mail), True)
    message = message_from_bytes(raw, policy=default)
    assert "door" not in message.get_body(("plain",)).get_content()  # T56
    await anonymous.post(PATH, json=body())
    await drain()
    asked = [each for each in await mails_of(session) if each.kind == "registration"]
    assert len(asked) == 1  # one link answers all
    proof = {"token": link_in(message)[1]}
    assert (await anonymous.post("/v1/address-verifications", json=proof)).status_code == 204
    await drain()
    assert answers[0].json()["reference"] in await references(session)
    assert len(await references(session)) == 3
    assert (await session.scalars(select(KeptSubmission))).all() == []
    assert (await session.scalars(select(File.attached_at))).one() is not None
    assert (await anonymous.post("/v1/address-verifications", json=proof)).status_code == 401  # T18


async def test_approved_an_agent_decides(desk, registration, anonymous, client_as, session, drain, events):
    await registration("approved")
    agent = await client_as(await make_agent(session, await make_department(session)))
    for address in (NIA, "spam@customer.example"):
        assert (await anonymous.post(PATH, json=body(address))).status_code == 202
    sign_up = {"name": "Ben", "email": "ben@customer.example"}
    assert (await anonymous.post("/v1/sign-ups", json=sign_up)).status_code == 204
    await drain()
    assert await references(session) == []
    assert await mails_of(session) == []
    queue = (await agent.get("/v1/registrations?waits_for=approval")).json()["items"]
    assert {each["email"] for each in queue} == {NIA, "spam@customer.example", "ben@customer.example"}
    nia = next(each for each in queue if each["email"] == NIA)
    [message] = nia["messages"]
    assert (message["via"], message["subject"], message["text"]) == ("form", "It is broken", "The door.")
    numbers = {each["email"]: each["user_id"] for each in queue}
    for email, verb in ((NIA, "approve"), ("spam@customer.example", "refuse"), (sign_up["email"], "approve")):
        done = await agent.post(f"/v1/registrations/{numbers[email]}/{verb}")
        assert done.status_code == 204, done.text
    await drain()
    assert len(await references(session)) == 1
    claims = {each.user_id for each in await mails_of(session) if each.kind == "claim"}
    assert claims == {numbers[NIA], numbers[sign_up["email"]]}
    assert (await events(user_id=numbers[NIA]))[-1] == "user.registered"
    await registration("open")
    await anonymous.post(PATH, json=body("spam@customer.example"))
    again = await agent.post(f"/v1/registrations/{numbers[NIA]}/approve")
    assert again.status_code == 404


async def test_a_link_lets_nobody_in_who_waits_for_an_agent(desk, registration, anonymous, session, drain):
    await registration("approved")
    await anonymous.post(PATH, json=body())
    await anonymous.post("/v1/access-requests", json={"email": NIA})
    await drain()
    assert await mails_of(session) == []
    assert (await waiting(session)).waits_for == "approval"


async def test_closed_nobody_writes_without_an_account(desk, registration, anonymous, session, drain):
    """T85: known and unknown are refused alike."""
    await registration("closed")
    for email in (NIA, "known@customer.example"):
        refused = await anonymous.post(PATH, json=body(email))
        assert (refused.status_code, refused.json()["code"]) == (403, "registration_closed")
        sign_up = await anonymous.post("/v1/sign-ups", json={"name": "Nia", "email": email})
        assert (sign_up.status_code, sign_up.json()["code"]) == (403, "registration_closed")
    await drain()
    assert await waiting(session) is None
    assert (await anonymous.get("/v1/helpdesk")).json()["registration"] == "closed"
