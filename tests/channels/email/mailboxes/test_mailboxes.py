"""Mailboxes: what admins say of them, what nobody reads, and addresses that accounts can't have."""

import asyncio

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from tests.factories.departments import make_department
from tests.factories.mailboxes import OPERATOR, make_mailbox, sealer_of
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.channels.email.mailboxes.models import Mailbox, MailboxPolling
from deskbell.channels.email.mailboxes.receiving import imap_password_of
from deskbell.channels.email.mailboxes.sending import smtp_server_of
from deskbell.core.sealing import Unsealable
from deskbell.events.models import StoredEvent
from deskbell.users.actions.create import create_user
from deskbell.users.models import UserAddress
from deskbell.users.problems import AddressTaken

SMTP = {"host": "smtp.example.com", "username": "desk", "password": "a password"}

IMAP = {"host": "imap.example.com", "username": "desk", "password": "a word"}


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


@pytest.fixture
async def department(session):
    return await make_department(session)


def body(department, **more):
    return {"address": "desk@example.com", "name": "Desk", "department_id": department.id, **more}


async def made(admin, department, **more):
    response = await admin.post("/v1/mailboxes", json=body(department, **more))
    assert response.status_code == 201, response.text
    return response.json()


async def test_an_admin_makes_reads_changes_and_deletes_one(admin, department, session):
    mailbox = await made(admin, department, signature="<b>Yours</b><script>x</script>", smtp=SMTP)
    path = f"/v1/mailboxes/{mailbox['id']}"
    assert (mailbox["version"], mailbox["signature"], mailbox["enabled"]) == (1, "<b>Yours</b>", True)
    assert mailbox["smtp"]["password_is_set"] is True
    assert (await admin.get(path)).json() == mailbox
    changed = await admin.patch(path, json={"name": "Help", "smtp": None}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["smtp"], changed.json()["version"]) == ("Help", None, 2)
    stale = await admin.patch(path, json={"name": "Other"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert [each["name"] for each in (await admin.get("/v1/mailboxes")).json()["items"]] == ["Help"]
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(path)).status_code == 404
    types = select(StoredEvent.type).where(StoredEvent.subject_type == "mailbox").order_by(StoredEvent.id)
    assert list(await session.scalars(types)) == ["mailbox.created", "mailbox.changed", "mailbox.deleted"]


async def test_saying_the_same_again_changes_nothing(admin, department):
    mailbox = await made(admin, department, smtp=SMTP, signature="<p>Yours</p>")
    same = {"name": "Desk", "signature": "<p>Yours</p>", "smtp": {**SMTP, "password": None}}
    answer = await admin.patch(f"/v1/mailboxes/{mailbox['id']}", json=same)
    assert answer.json() == mailbox


async def test_the_password_is_sealed_for_its_mailbox_and_its_server(admin, department, session, settings):
    mailbox = await made(admin, department, smtp=SMTP)
    row = await session.get(Mailbox, mailbox["id"])
    sealer = sealer_of(settings)
    assert smtp_server_of(row, sealer).login.password == "a password"
    assert b"a password" not in row.smtp_password_sealed
    with pytest.raises(Unsealable):
        sealer.open(row.smtp_password_sealed, "mailbox:0:smtp")
    moved = {"smtp": {**SMTP, "password": None, "host": "smtp.evil.example"}}
    answer = await admin.patch(f"/v1/mailboxes/{mailbox['id']}", json=moved)
    assert answer.json()["smtp"]["password_is_set"] is False


async def test_where_mail_lies_is_set_with_sensible_defaults_and_without_giving_its_password(
    admin, department, session, settings
):
    mailbox = await made(admin, department, incoming={"host": "imap.example.com", "password": "a word"})
    said = mailbox["incoming"]
    assert (said["kind"], said["port"], said["security"], said["folder"]) == ("imap", 993, "tls", "INBOX")
    assert (said["username"], said["after"], said["existing"]) == ("desk@example.com", "seen", False)
    assert said["password_is_set"] is True
    assert "a word" not in str(mailbox)
    assert (mailbox["polling"]["failures"], mailbox["polling"]["polled_at"]) == (0, None)
    row = await session.get(Mailbox, mailbox["id"])
    assert imap_password_of(row, sealer_of(settings)).password == "a word"
    assert b"a word" not in row.imap_password_sealed
    path = f"/v1/mailboxes/{mailbox['id']}"
    gone = (await admin.patch(path, json={"incoming": None})).json()
    assert (gone["incoming"], gone["polling"]) == (None, None)


async def test_saying_the_same_of_where_mail_lies_changes_nothing_another_folder_is_read_anew(
    admin, department, session
):
    mailbox = await made(admin, department, incoming=IMAP)
    path = f"/v1/mailboxes/{mailbox['id']}"
    row = await session.get(MailboxPolling, mailbox["id"])
    row.last_uid, row.uidvalidity, row.error = 12, 3, "It failed."
    await session.flush()
    same = (await admin.patch(path, json={"incoming": {**IMAP, "password": None}})).json()
    assert same["version"] == 1
    again = (await admin.patch(path, json={"incoming": {**IMAP, "password": "another"}})).json()
    assert (again["version"], again["polling"]["error"]) == (2, None)
    await session.refresh(row)
    assert (row.last_uid, row.lease_number) == (12, 2)
    other = (await admin.patch(path, json={"incoming": {**IMAP, "password": None, "folder": "Desk"}})).json()
    assert other["incoming"]["password_is_set"] is True
    place = select(MailboxPolling.last_uid, MailboxPolling.uidvalidity)
    assert (await session.execute(place)).one() == (0, None)
    moved = {**IMAP, "password": None, "host": "imap.evil.example"}
    away = (await admin.patch(path, json={"incoming": moved})).json()
    assert away["incoming"]["password_is_set"] is False
    fields = select(StoredEvent.data).where(StoredEvent.type == "mailbox.changed")
    assert [each["fields"] for each in await session.scalars(fields)] == [["incoming"]] * 3


async def test_a_poll_is_asked_for_of_a_mailbox_that_has_a_server(admin, department, session, client_as):
    mailbox = await made(admin, department)
    path = f"/v1/mailboxes/{mailbox['id']}"
    without = await admin.post(f"{path}/polls")
    assert (without.status_code, without.json()["code"]) == (409, "mailbox_not_polled")
    await admin.patch(path, json={"incoming": IMAP})
    asked = await admin.post(f"{path}/polls")
    assert (asked.status_code, asked.json()["polling"]["asked_at"] is not None) == (202, True)
    assert (await admin.post("/v1/mailboxes/9999999/polls")).status_code == 404
    await admin.patch(path, json={"enabled": False})
    assert (await admin.post(f"{path}/polls")).status_code == 409
    agent = await client_as(await make_agent(session))
    assert (await agent.post(f"{path}/polls")).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "no address"},
        {"name": ""},
        {"department_id": 2**40},
        {"priority_id": 2**40},
        {"type_id": 2**40},
        {"language": "English!"},
        {"smtp": {**SMTP, "port": 0}},
        {"smtp": {**SMTP, "security": "maybe"}},
        {"incoming": {**IMAP, "port": 0}},
        {"incoming": {**IMAP, "after": "burn"}},
        {"incoming": {**IMAP, "after": "move"}},
        {"incoming": {**IMAP, "after": "seen", "move_to": "Done"}},
        {"incoming": {**IMAP, "after": "move", "move_to": "inbox"}},
        {"unknown": 1},
    ],
)
async def test_what_is_not_right_is_refused(admin, department, wrong):
    response = await admin.post("/v1/mailboxes", json=body(department, **wrong))
    assert response.status_code == 422, response.text
    assert next(iter(wrong)) in response.json()["errors"][0]["pointer"]


async def test_an_accounts_address_and_a_mailboxs_never_equal(admin, department, session):
    user = await make_user(session, address="Nia@example.com")
    taken = await admin.post("/v1/mailboxes", json=body(department, address="nia@EXAMPLE.com"))
    assert (taken.status_code, taken.json()["code"]) == (409, "address_taken")
    mailbox = await made(admin, department)
    again = await admin.post("/v1/mailboxes", json=body(department, address="DESK@example.com"))
    assert again.status_code == 409
    person = await admin.post("/v1/users", json={"name": "Desk", "email": "Desk@example.com"})
    assert (person.status_code, person.json()["code"]) == (409, "address_taken")
    onto = await admin.patch(f"/v1/mailboxes/{mailbox['id']}", json={"address": "nia@example.com"})
    assert onto.status_code == 409
    assert await session.scalar(select(func.count()).where(UserAddress.user_id == user.id)) == 1
    moved = await admin.patch(f"/v1/mailboxes/{mailbox['id']}", json={"address": "help@example.com"})
    assert moved.status_code == 200
    person = await admin.post("/v1/users", json={"name": "Desk", "email": "Desk@example.com"})
    assert person.status_code == 201


async def test_only_one_of_a_mailbox_and_an_account_gets_an_address(live_database, settings):
    """Ten of each at the same moment."""
    async with live_database.session() as session:
        department = await make_department(session)

    async def mailbox():
        async with live_database.session() as session:
            await make_mailbox(session, settings, department, address="both@example.com")

    async def account():
        async with live_database.session() as session:
            await create_user(session, OPERATOR, name="Both", address="Both@example.com")

    ended = await asyncio.gather(*(each() for each in [mailbox, account] * 10), return_exceptions=True)
    assert sum(each is None for each in ended) == 1
    assert all(each is None or isinstance(each, AddressTaken | IntegrityError) for each in ended), ended
    async with live_database.session() as session:
        count = text("select count(*) from user_addresses where lower(address) = 'both@example.com'")
        assert await session.scalar(count) == 1
