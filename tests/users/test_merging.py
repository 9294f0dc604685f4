"""Two accounts of one person, and a person who is forgotten: customers by agents, all others by admins."""

import io
import json
import zipfile

import pytest
from sqlalchemy import func, select
from tests.factories.departments import make_department
from tests.factories.tickets import make_message, make_note, make_ticket, messages_of
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.core.storage import FolderStorage
from deskbell.files.models import File
from deskbell.sessions.models import SignInSession
from deskbell.tickets.messages.models import MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.people.actions.export import write_export
from deskbell.tickets.people.models import DataExport
from deskbell.users.contacts.models import UserPhone
from deskbell.users.models import User, UserAddress


@pytest.fixture
async def desk(session):
    return await make_department(session, is_default=True)


@pytest.fixture
async def agent(client_as, session, desk):
    return await client_as(await make_agent(session, desk))


async def emails(client, user):
    items = (await client.get(f"/v1/users/{user.id}/addresses")).json()["items"]
    return [(each["email"], each["primary"], each["verified"]) for each in items]


async def test_merged_and_apart_again(desk, agent, client_as, session, events):
    anna = await make_user(session, address="anna@example.org")
    other = await make_user(session, name="A. Smith", address="smith@example.org")
    session.add(UserPhone(user_id=other.id, number="+49301234567", is_primary=True))
    ticket = await make_ticket(session, other, desk)
    theirs = await client_as(other)
    done = await agent.post(f"/v1/users/{anna.id}/merge", json={"merged_id": other.id})
    assert done.status_code == 201, done.text
    assert (done.json()["merged"]["name"], done.json()["tickets"]) == ("A. Smith", 1)
    assert (await theirs.get("/v1/users/me")).status_code == 401
    merged = [("anna@example.org", True, True), ("smith@example.org", False, False)]
    assert await emails(agent, anna) == merged
    requester = select(Ticket.requester_id).where(Ticket.id == ticket.id)
    assert await session.scalar(requester) == anna.id
    assert "ticket.requester_changed" in await events(ticket_id=ticket.id)
    assert (await events(user_id=anna.id))[-1] == "user.merged"
    again = await agent.post(f"/v1/users/{anna.id}/merge", json={"merged_id": other.id})
    assert (again.status_code, again.json()["code"]) == (409, "not_mergeable")
    [merge] = (await agent.get(f"/v1/users/{anna.id}/merges")).json()["items"]
    assert (await agent.delete(f"/v1/user-merges/{merge['id']}")).status_code == 204
    assert await emails(agent, anna) == merged[:1]
    assert await emails(agent, other) == [("smith@example.org", True, True)]
    assert await session.scalar(requester) == other.id
    assert len((await agent.get(f"/v1/users/{other.id}/phones")).json()["items"]) == 1
    assert (await agent.delete(f"/v1/user-merges/{merge['id']}")).json()["code"] == "merge_not_undoable"


async def test_erased_the_tickets_stay_as_nobodys(desk, agent, session, anonymous, client_as):
    anna = await make_user(session, name="Anna Petersen", address="anna.petersen@example.org")
    ticket = await make_ticket(
        session, anna, desk, subject="From Anna Petersen", text="Write to ANNA.PETERSEN@example.org, Anna."
    )
    await make_message(session, ticket, await make_agent(session, desk), "Dear Anna Petersen, done.")
    theirs = await client_as(anna)
    assert (await agent.delete(f"/v1/users/{anna.id}")).status_code == 204
    assert (await theirs.get("/v1/users/me")).status_code == 401
    user = await session.get(User, anna.id, populate_existing=True)
    assert (user.name, user.password_hash, user.erased_at is not None) == ("Erased person", None, True)
    assert (await session.scalars(select(UserAddress).where(UserAddress.user_id == anna.id))).all() == []
    found = (await agent.get(f"/v1/tickets/{ticket.id}")).json()
    said = [found["subject"], *(each.text + each.html for each in await messages_of(session, ticket.id))]
    assert "petersen" not in " ".join(said).lower()
    assert said[0] == "From [erased]"
    words = select(MessageSearch).where(MessageSearch.words.op("@@")(func.to_tsquery("simple", "petersen")))
    assert (await session.scalars(words)).all() == []
    assert (await agent.delete(f"/v1/users/{anna.id}")).status_code == 404


async def test_agents_merge_and_erase_no_agent_and_no_admin(desk, agent, session, client_as):
    """Whatever they hold: refused, and nothing changed."""
    customer = await make_user(session)
    for staff in (await make_agent(session, desk), await make_admin(session)):
        before = (staff.name, staff.level, staff.disabled_at)
        answers = [
            await agent.post(f"/v1/users/{customer.id}/merge", json={"merged_id": staff.id}),
            await agent.post(f"/v1/users/{staff.id}/merge", json={"merged_id": customer.id}),
            await agent.delete(f"/v1/users/{staff.id}"),
            await agent.put(f"/v1/users/{staff.id}/disabled"),
            await agent.patch(f"/v1/users/{staff.id}", json={"name": "X"}),
            await agent.post(f"/v1/users/{staff.id}/invitations"),
            await agent.delete(f"/v1/users/{staff.id}/second-factor"),
            await agent.post(f"/v1/users/{staff.id}/phones", json={"number": "+49301234567"}),
        ]
        assert {answer.status_code for answer in answers} <= {403, 404}
        await session.refresh(staff)
        assert (staff.name, staff.level, staff.disabled_at) == before


async def test_the_last_admin_stays_and_nobody_of_the_staff_erases_themselves(client_as, session, desk):
    first, second = await make_admin(session), await make_admin(session)
    admin = await client_as(first)
    assert (await admin.delete("/v1/users/me")).json()["code"] == "not_yourself"
    assert (await admin.delete(f"/v1/users/{first.id}")).json()["code"] == "not_yourself"
    assert (await admin.delete(f"/v1/users/{second.id}")).status_code == 204
    same = await admin.post(f"/v1/users/{first.id}/merge", json={"merged_id": first.id})
    assert (same.status_code, same.json()["code"]) == (422, "same_person")


async def test_a_customer_has_themselves_erased_by_the_password(client_as, session):
    anna = await make_user(session)
    client = await client_as(anna)
    row = (await session.scalars(select(SignInSession).where(SignInSession.user_id == anna.id))).one()
    fresh, row.confirmed_at = row.confirmed_at, row.confirmed_at.replace(year=2020)
    await session.flush()
    assert (await client.delete("/v1/users/me")).json()["code"] == "confirmation_needed"
    row.confirmed_at = fresh
    await session.flush()
    assert (await client.delete("/v1/users/me")).status_code == 204
    assert (await client.get("/v1/users/me")).status_code == 401


async def test_an_export_is_one_file_for_who_asked(desk, agent, client_as, session, tmp_path):
    anna = await make_user(session, name="Anna", address="anna@example.org")
    ticket = await make_ticket(session, anna, desk, text="=1+1 is what I wrote.")
    await make_note(session, ticket, await make_agent(session, desk), "CANARY-NOTE")
    asked = await agent.post(f"/v1/users/{anna.id}/exports")
    assert (asked.status_code, asked.json()["url"]) == (202, None)
    await write_export(session, FolderStorage(tmp_path), asked.json()["id"])
    row = await session.get(DataExport, asked.json()["id"], populate_existing=True)
    file = await session.get(File, row.file_id)
    pieces = await FolderStorage(tmp_path).read(file.storage_key)
    whole = b"".join([piece async for piece in pieces])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        found = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert found["account.json"][0]["name"] == "Anna"
    assert found["messages.json"][0]["text"] == "=1+1 is what I wrote."
    assert "CANARY-NOTE" not in str(found)
    assert (await agent.get(f"/v1/data-exports/{row.id}")).json()["url"].startswith("/v1/files/")
    assert (await (await client_as(anna)).get(f"/v1/data-exports/{row.id}")).status_code == 404
    staff = await make_agent(session, desk)
    assert (await agent.post(f"/v1/users/{staff.id}/exports")).status_code in {403, 404}
