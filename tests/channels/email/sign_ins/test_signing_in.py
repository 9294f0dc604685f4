"""Signing in at a provider: the whole way, and every way in which it must not go."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text, update
from tests.channels.email.oauth_server import CLIENT_ID, CLIENT_SECRET
from tests.channels.email.sign_ins.conftest import begin, register, sign_in
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin, make_agent

from deskbell.channels.email.sign_ins.models import MailConsent
from deskbell.core.outbound import Outbound

CALLBACK = "/v1/mail-sign-ins/callback"


async def state_of(desk):
    return (await desk.admin.get(desk.path)).json()["sign_in"]


async def events_of(session, desk):
    rows = await session.execute(
        text("select type from events where subject_type = 'mailbox' and subject_id = :id order by id"),
        {"id": desk.mailbox.id},
    )
    return list(rows.scalars())


async def test_an_admin_signs_in_for_a_mailbox(desk, provider, session, anonymous):
    assert (await state_of(desk))["state"] == "missing"
    callback, back = await provider.consent(await begin(desk.admin, desk.path))
    assert callback == f"http://test{CALLBACK}"
    came = await anonymous.get(CALLBACK, params=back)
    assert came.status_code == 303
    page = urlsplit(came.headers["location"])
    assert (page.scheme, page.netloc, page.path, page.query) == ("http", "test", "/admin/mail/signed-in", "")
    given = {name: values[0] for name, values in parse_qs(page.fragment).items()}
    assert given == back
    answer = await desk.admin.post("/v1/mail-sign-ins", json=given)
    assert answer.status_code == 201, answer.text
    signed_in = answer.json()["sign_in"]
    assert (signed_in["state"], signed_in["account"]) == ("signed_in", "support@desk.example")
    assert answer.json()["id"] == desk.mailbox.id
    assert await events_of(session, desk) == [
        "mailbox.created",
        "mailbox.sign_in_started",
        "mailbox.signed_in",
    ]
    assert (await desk.admin.delete(f"{desk.path}/sign-in")).status_code == 204
    assert (await state_of(desk))["state"] == "missing"
    assert (await desk.admin.delete(f"{desk.path}/sign-in")).status_code == 404


async def test_the_address_asks_for_what_is_needed(desk):
    url = urlsplit(await begin(desk.admin, desk.path))
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.path == "/o/oauth2/v2/auth"
    assert (asked["access_type"], asked["prompt"], asked["client_id"]) == ("offline", "consent", CLIENT_ID)
    assert "https://mail.google.com/" in asked["scope"].split()
    assert asked["login_hint"] == desk.mailbox.address
    assert len(asked["state"]) == 43
    assert CLIENT_SECRET not in url.query


async def test_microsoft_is_asked_in_its_tenant(desk, provider):
    await register(desk.admin, "microsoft", tenant="contoso.example")
    await desk.admin.patch(desk.path, json={"sign_in_with": "microsoft"})
    url = await begin(desk.admin, desk.path)
    assert urlsplit(url).path == "/contoso.example/oauth2/v2.0/authorize"
    provider.scope = "IMAP.AccessAsUser.All SMTP.Send"
    _, back = await provider.consent(url)
    answer = await desk.admin.post("/v1/mail-sign-ins", json=back)
    assert (answer.status_code, answer.json()["sign_in"]["state"]) == (201, "signed_in")
    assert provider.paths == ["/contoso.example/oauth2/v2.0/token"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"client_id": "", "client_secret": "x"}, "/client_id"),
        ({"client_id": "a b", "client_secret": "x"}, "/client_id"),
        ({"client_id": "a", "client_secret": "x\r\ny"}, "/client_secret"),
        ({"client_id": "a", "client_secret": "x", "tenant": "../../evil"}, "/tenant"),
        ({"client_id": "a", "client_secret": "x", "tenant": "a/b"}, "/tenant"),
        ({"client_id": "another"}, "/client_secret"),
        ({"client_id": "a", "client_secret": "x", "token_url": "http://evil.example"}, "/token_url"),
    ],
)
async def test_a_registration_that_is_not_right_is_refused(desk, body, pointer):
    answer = await desk.admin.put("/v1/mail-apps/microsoft", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_registration_is_read_changed_and_removed(desk, provider):
    app = (await desk.admin.get("/v1/mail-apps/google")).json()
    assert (app["registered"], app["client_id"], app["secret_is_set"]) == (True, CLIENT_ID, True)
    assert app["callback_url"] == f"http://test{CALLBACK}"
    assert CLIENT_SECRET not in str(app)
    assert [each["registered"] for each in (await desk.admin.get("/v1/mail-apps")).json()["items"]] == [
        True,
        False,
    ]
    assert (await sign_in(desk, provider)).status_code == 201
    await register(desk.admin, client_secret=None)
    assert (await state_of(desk))["state"] == "signed_in"
    await register(desk.admin, client_id="another-client")
    ended = await state_of(desk)
    assert (ended["state"], ended["problem"]) == ("again", "The app registration was changed. Sign in again.")
    assert (await desk.admin.delete("/v1/mail-apps/google")).status_code == 204
    assert (await desk.admin.delete("/v1/mail-apps/google")).status_code == 404
    answer = await desk.admin.post(f"{desk.path}/sign-ins")
    assert (answer.status_code, answer.json()["code"]) == (409, "mail_app_missing")


async def test_a_mailbox_with_a_password_needs_no_sign_in(desk, session, settings):
    mailbox = await make_mailbox(session, settings)
    answer = await desk.admin.post(f"/v1/mailboxes/{mailbox.id}/sign-ins")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_sign_in_needed")


async def test_t42_a_state_works_once(desk, provider):
    _, back = await provider.consent(await begin(desk.admin, desk.path))
    assert (await desk.admin.post("/v1/mail-sign-ins", json=back)).status_code == 201
    again = await desk.admin.post("/v1/mail-sign-ins", json=back)
    assert (again.status_code, again.json()["code"]) == (409, "consent_not_valid")
    assert len(provider.asked) == 1


async def test_t42_a_state_is_its_sessions_alone(desk, provider, session, client_as):
    """Another admin, and the same one in another browser, get nowhere; the first one still does."""
    _, back = await provider.consent(await begin(desk.admin, desk.path))
    other = await client_as(await make_admin(session))
    assert (await other.post("/v1/mail-sign-ins", json=back)).status_code == 409
    agent = await client_as(await make_agent(session))
    assert (await agent.post("/v1/mail-sign-ins", json=back)).status_code == 403
    assert provider.asked == []
    assert (await desk.admin.post("/v1/mail-sign-ins", json=back)).status_code == 201


async def test_t42_a_state_expires(desk, provider, session):
    _, back = await provider.consent(await begin(desk.admin, desk.path))
    await session.execute(update(MailConsent).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert (await desk.admin.post("/v1/mail-sign-ins", json=back)).status_code == 409
    assert provider.asked == []


async def test_t42_a_code_of_somebody_else_is_worth_nothing(desk, provider):
    """Without the verifier a code that was caught, or slipped in, is refused by the provider."""
    _, caught = await provider.consent(await begin(desk.admin, desk.path))
    _, back = await provider.consent(await begin(desk.admin, desk.path))
    answer = await desk.admin.post("/v1/mail-sign-ins", json={**back, "code": caught["code"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "consent_refused")
    assert (await state_of(desk))["state"] == "missing"


def mangled(server):
    server.scope = "openid email"


def without_refresh(server):
    server.gives_refresh = False


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        (mangled, "consent_refused", "allow all"),
        (without_refresh, "consent_refused", "lasting access"),
        (lambda server: setattr(server, "fault", (500, b"oops")), "provider_unreachable", "out of order"),
        (lambda server: setattr(server, "fault", (200, b"<html>")), "provider_unreachable", "no sense"),
        (lambda server: setattr(server, "fault", (200, b'{"access_token": "a\\u0001b"}')),
         "provider_unreachable", "no sense"),
        (lambda server: setattr(server, "fault", (400, b'["x"]')), "provider_unreachable", "no sense"),
        (lambda server: setattr(server, "fault", (302, b"")), "provider_unreachable", "no sense"),
    ],
)  # fmt: skip
async def test_what_a_provider_does_wrong_is_said(desk, provider, change, code, word):
    change(provider)
    answer = await sign_in(desk, provider)
    assert answer.json()["code"] == code, answer.text
    assert word in answer.json()["detail"]
    assert (await state_of(desk))["state"] == "missing"


async def test_a_wrong_secret_is_said(desk, provider):
    await register(desk.admin, client_secret="wrong")
    answer = await sign_in(desk, provider)
    assert answer.json()["detail"] == "No such client, or another secret."


async def test_t40_a_provider_in_a_private_network_gets_no_byte(desk, provider, pointed):
    """The addresses come from the settings; the guard holds for them as well."""
    await pointed.state.outbound.close()
    pointed.state.outbound = Outbound()
    answer = await sign_in(desk, provider)
    assert (answer.status_code, answer.json()["code"]) == (502, "provider_unreachable")
    assert provider.asked == []


@pytest.mark.parametrize(
    "given",
    [
        {"state": "//evil.example", "code": "x"},
        {"state": "https://evil.example", "code": "https://evil.example"},
        {"state": "x\r\nLocation: https://evil.example", "code": "x"},
        {"state": "x", "code": "#@evil.example/"},
        {"state": "x", "code": "&next=//evil.example"},
        {"error": "//evil.example"},
        {"error": "access_denied", "next": "https://evil.example", "redirect_uri": "//evil.example"},
        {"state": "<script>", "code": "javascript:alert(1)"},
        {},
    ],
)
async def test_t82_the_way_back_leads_to_our_own_page(anonymous, given):
    came = await anonymous.get(CALLBACK, params=given)
    assert came.status_code == 303
    page = urlsplit(came.headers["location"])
    assert (page.scheme, page.netloc, page.path, page.query) == ("http", "test", "/admin/mail/signed-in", "")
    assert set(parse_qs(page.fragment)) <= {"state", "code", "error"}
    assert came.headers["referrer-policy"] == "no-referrer"


async def test_t75_no_address_is_built_from_the_host(desk):
    answer = await desk.admin.post(
        f"{desk.path}/sign-ins", headers={"host": "test:8443", "x-forwarded-host": "evil"}
    )
    asked = parse_qs(urlsplit(answer.json()["authorization_url"]).query)
    assert asked["redirect_uri"] == [f"http://test{CALLBACK}"]


async def test_t16_tokens_are_sealed_and_in_no_answer(desk, provider, session, capfd):
    answer = await sign_in(desk, provider)
    told = (
        answer.text
        + (await desk.admin.get("/v1/mailboxes")).text
        + (await desk.admin.get("/v1/mail-apps")).text
    )
    events = await session.scalar(text("select string_agg(data::text, ' ') from events"))
    rows = [
        str((await session.execute(text(f"select {name}::text from {name}"))).scalars().all())
        for name in ("mail_apps", "mail_grants", "mail_consents", "idempotency_keys")
    ]
    printed = "".join(capfd.readouterr())
    for canary in ("canary", b"canary".hex()):
        assert all(canary not in place for place in (told, events, *rows, printed))
