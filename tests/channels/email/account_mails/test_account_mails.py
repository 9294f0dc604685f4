"""Links that are mailed: to the owner alone, once, for a while, to the configured address (T18, T83, T85)."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import event, select, text, update
from tests.factories.desk import make_desk
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, raw_of, text_in
from tests.factories.users import make_user

from deskbell.channels.email.outbox.kept import opened
from deskbell.sessions.models import SingleUseLink
from deskbell.users.models import User, UserAddress

PASSWORD = "another horse, another battery"
ADDRESS = "anna@customer.example"
LINK = re.compile(r"https?://[^\s\"<>]+#token=([\w-]{20,100})")


@pytest.fixture
async def unclaimed(session):
    user = await make_user(session, name="Anna", address=ADDRESS, password_hash=None, claimed_at=None)
    await session.execute(update(UserAddress).where(UserAddress.user_id == user.id).values(verified_at=None))
    return user


@pytest.fixture
def sending(settings):
    return make_desk_of(settings)


async def letter(session, sending):
    """The last mail as its reader sees it: what is sealed is opened."""
    *_, mail = await fix_all(session, sending)
    assert mail.state == "queued", mail.reason
    raw = opened(sending.sealer, mail.id, await raw_of(session, mail), True)
    return mail, message_from_bytes(raw, policy=default)


def link_in(message):
    """The link in a mail, and its secret."""
    found = LINK.search(message.get_body(("plain",)).get_content())
    return found[0], found[1]


async def ask(client, address=ADDRESS, path="/v1/access-requests", **more):
    return await client.post(path, json={"email": address, **more.pop("body", {})}, **more)


async def test_the_first_password(anonymous, session, drain, sending, unclaimed):
    assert (await ask(anonymous)).status_code == 204
    await drain()
    mail, message = await letter(session, sending)
    assert (mail.kind, mail.user_id, mail.return_path) == ("claim", unclaimed.id, "")
    assert [each.addr_spec for each in message["To"].addresses] == [ADDRESS]
    assert message["Auto-Submitted"] == "auto-generated"
    link, secret = link_in(message)
    assert link.startswith("http://test/account/claim#token=")
    body = {"token": secret, "new_password": PASSWORD}
    assert (await anonymous.post("/v1/account-claims", json=body)).status_code == 204
    user = await session.get(User, unclaimed.id, populate_existing=True)
    assert user.password_hash
    assert user.claimed_at
    verified = select(UserAddress.verified_at).where(UserAddress.user_id == user.id)
    assert await session.scalar(verified)
    again = await anonymous.post("/v1/account-claims", json=body)
    assert (again.status_code, again.json()["code"]) == (401, "link_not_valid")
    signed_in = {"email": ADDRESS, "password": PASSWORD, "scope": "user"}
    assert (await anonymous.post("/v1/sessions", json=signed_in)).status_code == 201


async def test_signing_up(anonymous, session, drain, sending, unclaimed):
    """T56, T85: told alike for all; the name that is given is in no mail, and changes nobody's account."""
    path, name = "/v1/sign-ups", {"name": "CANARY-NAME"}
    for address in ("new@customer.example", ADDRESS):
        answer = await ask(anonymous, address, path, body=name)
        assert (answer.status_code, answer.content) == (204, b"")
    await drain()
    assert unclaimed.name == "Anna"
    first, second = await fix_all(session, sending)
    assert (first.kind, second.kind, second.user_id) == ("claim", "claim", unclaimed.id)
    message = message_from_bytes(
        opened(sending.sealer, first.id, await raw_of(session, first), True), policy=default
    )
    assert "CANARY-NAME" not in text_in(message)
    body = {"token": link_in(message)[1], "new_password": PASSWORD}
    assert (await anonymous.post("/v1/account-claims", json=body)).status_code == 204
    signed_in = {"email": "new@customer.example", "password": PASSWORD, "scope": "user"}
    answer = await anonymous.post("/v1/sessions", json=signed_in)
    assert (answer.status_code, answer.json()["user"]["name"]) == (201, "CANARY-NAME")


async def test_another_password(anonymous, session, drain, sending):
    user = await make_user(session, address=ADDRESS)
    await ask(anonymous, ADDRESS.upper().replace("CUSTOMER.EXAMPLE", "customer.example"))
    await drain()
    mail, message = await letter(session, sending)
    link, secret = link_in(message)
    assert (mail.kind, mail.user_id) == ("reset", user.id)
    assert link.startswith("http://test/account/reset#token=")
    body = {"token": secret, "new_password": PASSWORD}
    assert (await anonymous.post("/v1/account-claims", json=body)).status_code == 401
    assert (await anonymous.post("/v1/password-resets", json=body)).status_code == 204
    assert (await anonymous.post("/v1/password-resets", json=body)).status_code == 401


async def test_only_the_hash_is_at_rest(anonymous, session, drain, sending, unclaimed):
    """T18, T16: neither the table of links nor that of mails holds the secret."""
    await ask(anonymous)
    await drain()
    mail, message = await letter(session, sending)
    _, secret = link_in(message)
    for table in ("single_use_links", "outgoing_mails", "outgoing_recipients", "events"):
        rows = await session.execute(text(f"select t::text from {table} t"))
        assert not any(secret in row[0] for row in rows), table
    raw = await raw_of(session, mail)
    assert secret.encode() not in raw
    assert b"Subject" not in raw


async def test_an_old_link_is_dead(anonymous, session, drain, sending, unclaimed):
    await ask(anonymous)
    await drain()
    _, message = await letter(session, sending)
    _, secret = link_in(message)
    old = {"expires_at": datetime.now(UTC) - timedelta(hours=1)}
    await session.execute(update(SingleUseLink).values(old))
    body = {"token": secret, "new_password": PASSWORD}
    assert (await anonymous.post("/v1/account-claims", json=body)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"forwarded": "host=evil.example;proto=https"},
        {"x-forwarded-proto": "https", "x-forwarded-port": "1234"},
        {"origin": "https://evil.example", "referer": "https://evil.example/"},
    ],
)
async def test_links_lead_to_the_configured_address(anonymous, session, drain, sending, unclaimed, headers):
    """T83: whatever host a request names."""
    await ask(anonymous, headers=headers)
    await drain()
    _, message = await letter(session, sending)
    assert link_in(message)[0].startswith("http://test/")
    assert "evil.example" not in text_in(message)


async def test_an_unknown_host_is_not_answered(anonymous, session, drain, unclaimed):
    response = await ask(anonymous, headers={"host": "evil.example"})
    assert response.status_code in {400, 421}
    await drain()
    assert await mails_of(session) == []


async def test_nothing_tells_whether_an_address_is_known(anonymous, session, drain, unclaimed):
    """T85: the same status, body, headers and events for known, unknown, disabled and foreign."""
    disabled = await make_user(session, address="gone@customer.example", disabled_at=datetime.now(UTC))
    answers = [await ask(anonymous, each) for each in (ADDRESS, "nobody@customer.example")]
    answers.append(await ask(anonymous, "gone@customer.example"))
    told = [
        (each.status_code, each.content, sorted(name for name in each.headers if name != "x-request-id"))
        for each in answers
    ]
    assert told == [told[0]] * 3
    assert told[0][:2] == (204, b"")
    await drain()
    assert [mail.user_id for mail in await mails_of(session)] == [unclaimed.id]
    assert disabled.id != unclaimed.id


async def test_nor_does_the_time(anonymous, engine, unclaimed):
    """T85: the very same statements for both; whose address it is, is found out after the answer."""
    told = {ADDRESS: [], "nobody@customer.example": []}
    heard = []

    def hear(_connection, _cursor, statement, *_):
        heard.append(re.sub(r"sa_savepoint_\d+", "savepoint", statement))

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    try:
        for address in told:
            heard.clear()
            assert (await ask(anonymous, address)).status_code == 204
            told[address] = list(heard)
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", hear)
    known, unknown = told.values()
    assert known == unknown
    assert len(known) >= 2
    assert not any("user_addresses" in statement for statement in known)


async def test_a_machine_and_a_person_have_limits(anonymous, session, drain, unclaimed):
    answers = [(await ask(anonymous)).status_code for _ in range(25)]
    assert answers == [204] * 20 + [429] * 5
    await drain()
    assert len(await mails_of(session)) == 3


async def test_an_invitation(client_as, session, drain, sending, unclaimed, anonymous):
    desk = await make_desk(session)
    desk.agent.name = "Ida {{7*7}}"
    client, path = await client_as(desk.agent), f"/v1/users/{unclaimed.id}/invitations"
    assert (await client.post(path)).status_code == 204
    mail, message = await letter(session, sending)
    assert (mail.kind, mail.ordered_by_id) == ("invitation", desk.agent.id)
    assert "Ida {{7*7}} invites you" in text_in(message)
    body = {"token": link_in(message)[1], "new_password": PASSWORD}
    assert (await anonymous.post("/v1/account-claims", json=body)).status_code == 204
    assert (await client.post(path)).json()["code"] == "already_claimed"
    assert (await client.post(f"/v1/users/{desk.admin.id}/invitations")).status_code == 404
    assert (await (await client_as(desk.customer)).post(path)).status_code == 403


async def test_verifying_an_address(client_as, session, sending, anonymous):
    user = await make_user(session, address=ADDRESS)
    await session.execute(update(UserAddress).where(UserAddress.user_id == user.id).values(verified_at=None))
    client = await client_as(user)
    assert (await client.post("/v1/users/me/verification-mails")).status_code == 204
    _, message = await letter(session, sending)
    link, secret = link_in(message)
    assert link.startswith("http://test/account/verify#token=")
    assert (await anonymous.post("/v1/address-verifications", json={"token": secret})).status_code == 204
    assert (await anonymous.post("/v1/address-verifications", json={"token": secret})).status_code == 401
    again = await client.post("/v1/users/me/verification-mails")
    assert (again.status_code, again.json()["code"]) == (409, "already_verified")


async def test_a_link_to_one_ticket(anonymous, session, drain, sending):
    desk = await make_desk(session)
    where = (UserAddress.user_id == desk.customer.id, UserAddress.is_primary)
    address = await session.scalar(select(UserAddress.address).where(*where))
    path = "/v1/ticket-link-requests"
    for reference, whose in [
        (desk.ticket.reference, "nobody@customer.example"),
        (desk.foreign.reference, address),
        ("AAAA-AAAA-AAAA", address),
    ]:
        answer = await ask(anonymous, whose, path, body={"reference": reference})
        assert (answer.status_code, answer.content) == (204, b"")
    await drain()
    assert await mails_of(session) == []
    await ask(anonymous, address, path, body={"reference": desk.ticket.reference.lower()})
    await drain()
    mail, message = await letter(session, sending)
    link, secret = link_in(message)
    assert (mail.kind, mail.ticket_id) == ("ticket_link", desk.ticket.id)
    assert link.startswith("http://test/t#token=")
    redeemed = await anonymous.post("/v1/sessions/link", json={"token": secret})
    assert redeemed.status_code == 201


async def test_admins_see_that_it_went_out_but_not_the_link(client_as, anonymous, session, drain, sending):
    """T16: no API shows the content of a mail that holds a secret."""
    desk = await make_desk(session)
    await make_user(session, address=ADDRESS, password_hash=None)
    await ask(anonymous)
    await drain()
    mail, message = await letter(session, sending)
    client = await client_as(desk.admin)
    shown = await client.get("/v1/outgoing-mails?kind=claim")
    assert [item["id"] for item in shown.json()["items"]] == [mail.id]
    assert link_in(message)[1] not in shown.text
    raw = await client.get(f"/v1/outgoing-mails/{mail.id}/raw")
    assert (raw.status_code, raw.json()["code"]) == (409, "mail_not_kept")


async def test_a_mail_that_is_too_late_says_nothing(anonymous, session, drain, sending, unclaimed):
    """Between the order and the writing the account was claimed, or disabled."""
    await ask(anonymous)
    await drain()
    unclaimed.disabled_at = datetime.now(UTC)
    await session.flush()
    (mail,) = await fix_all(session, sending)
    assert (mail.state, mail.internet_id) == ("failed", None)
