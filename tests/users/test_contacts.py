"""Several addresses and numbers a person: added by proof; nothing tells whose one is (T18, T22, T85)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from tests.channels.email.account_mails.test_account_mails import letter, link_in
from tests.factories.departments import make_department
from tests.factories.mailboxes import make_mailbox
from tests.factories.outgoing import mails_of, make_desk_of
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.sessions.models import SignInSession
from deskbell.users.models import UserAddress

ME, NEW = "/v1/users/me", {"email": "new@customer.example"}


async def test_an_address_is_ones_own_when_its_link_was_used(
    client_as, anonymous, session, settings, drain, events
):
    anna, other = await make_user(session, address="anna@customer.example"), await make_user(session)
    client, sending = await client_as(anna), make_desk_of(settings)
    taken = await session.scalar(select(UserAddress.address).where(UserAddress.user_id == other.id))
    answers = [await client.post(f"{ME}/addresses", json={"email": email}) for email in (taken, NEW["email"])]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}  # T85
    await drain()
    assert len(await mails_of(session)) == 1
    mail, message = await letter(session, sending)
    assert (mail.kind, message["To"].addresses[0].addr_spec) == ("add_address", NEW["email"])
    assert len((await client.get(f"{ME}/addresses")).json()["items"]) == 1
    proof = {"token": link_in(message)[1]}
    assert (await anonymous.post("/v1/address-verifications", json=proof)).status_code == 204
    assert (await anonymous.post("/v1/address-verifications", json=proof)).status_code == 401
    first, second = (await client.get(f"{ME}/addresses")).json()["items"]
    assert (second["email"], second["primary"], second["verified"]) == (NEW["email"], False, True)
    assert (await client.put(f"{ME}/addresses/{second['id']}/primary")).status_code == 204
    assert (await client.get(ME)).json()["email"] == NEW["email"]
    assert (await client.delete(f"{ME}/addresses/{second['id']}")).json()["code"] == "primary_address"
    assert (await client.delete(f"{ME}/addresses/{first['id']}")).status_code == 204
    assert (await events(user_id=anna.id))[-3:] == [
        "user.address_added", "user.primary_address_changed", "user.address_removed",
    ]  # fmt: skip


async def test_t22_addresses_are_changed_by_who_has_just_given_the_password(client_as, session):
    client = await client_as(await make_user(session))
    old = datetime.now(UTC) - timedelta(hours=1)
    await session.execute(update(SignInSession).values(confirmed_at=old))
    for method, path in (("POST", ""), ("PUT", "/1/primary"), ("DELETE", "/1")):
        json = NEW if method == "POST" else None
        refused = await client.request(method, f"{ME}/addresses{path}", json=json)
        assert (refused.status_code, refused.json()["code"]) == (403, "confirmation_needed")


async def test_agents_keep_those_of_customers_and_nobody_elses(client_as, session, settings):
    mailbox = await make_mailbox(session, settings, await make_department(session))
    customer, admin = await make_user(session), await make_admin(session)
    agent = await client_as(await make_agent(session, await make_department(session)))
    path = f"/v1/users/{customer.id}"
    assert (await agent.post(f"{path}/addresses", json=NEW)).status_code == 204
    for email in (NEW["email"].upper(), mailbox.address):
        taken = await agent.post(f"{path}/addresses", json={"email": email})
        assert (taken.status_code, taken.json()["code"]) == (409, "address_taken")
    unproven = (await agent.get(f"{path}/addresses")).json()["items"][1]
    refused = await agent.put(f"{path}/addresses/{unproven['id']}/primary")
    assert refused.json()["code"] == "address_not_verified"
    for body in (NEW, {"email": "other@customer.example"}):
        assert (await agent.post(f"/v1/users/{admin.id}/addresses", json=body)).status_code == 403
    assert (await agent.get(f"/v1/users/{admin.id}/addresses")).status_code == 404
    kept = await session.scalars(select(UserAddress.address).where(UserAddress.user_id == admin.id))
    assert len(kept.all()) == 1


async def test_no_link_to_a_password_goes_to_an_unproven_address(
    client_as, anonymous, session, settings, drain
):
    customer = await make_user(session)
    admin = await client_as(await make_admin(session))
    await admin.post(f"/v1/users/{customer.id}/addresses", json=NEW)
    await anonymous.post("/v1/access-requests", json=NEW)
    await drain()
    assert await mails_of(session) == []


async def test_numbers_have_one_form_and_one_of_them_is_the_primary(client_as, session):
    client = await client_as(await make_user(session))
    for number in ("+49 30 1234567", "0049 (30) 123-4567", "+1 555 0100999"):
        assert (await client.post(f"{ME}/phones", json={"number": number})).status_code == 204
    first, second = (await client.get(f"{ME}/phones")).json()["items"]
    assert (first["number"], first["primary"]) == ("+49301234567", True)
    refused = await client.post(f"{ME}/phones", json={"number": "030 1234567"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/number")
    assert (await client.put(f"{ME}/phones/{second['id']}/primary")).status_code == 204
    assert (await client.delete(f"{ME}/phones/{second['id']}")).status_code == 204
    [left] = (await client.get(f"{ME}/phones")).json()["items"]
    assert (left["id"], left["primary"]) == (first["id"], True)
