"""Two steps: what the password alone no longer opens, and how one is not locked out."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update
from tests.factories.facts import all_facts
from tests.factories.passkeys import Device
from tests.sessions.conftest import PASSWORD, bearer

from deskbell.core.auth import Level
from deskbell.sessions.models import SignInSession
from deskbell.sessions.second_factor.models import AuthenticatorApp, RecoveryCode

EMAIL = "anna@example.org"
ME = "/v1/users/me"


def code_of(secret, ahead=0):
    """What the app shows, or will show so many half minutes from now."""
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * ahead))


@pytest.fixture
async def anna(make_person, client_as):
    """An agent who can sign in, and a client of hers."""
    user = await make_person(Level.agent, name="Anna", address=EMAIL)
    return user, await client_as(user)


@pytest.fixture
def turn_on(session):
    """`secret, codes = await turn_on(client)`: the app counts; its clock starts anew."""

    async def turn(client):
        offer = (await client.post(f"{ME}/authenticator-app")).json()
        done = await client.put(f"{ME}/authenticator-app", json={"code": code_of(offer["secret"])})
        assert done.status_code == 200, done.text
        await session.execute(update(AuthenticatorApp).values(last_step=0))
        return offer["secret"], done.json()["recovery_codes"]

    return turn


async def second(client, asked, **given):
    """Answer the second question."""
    body = {"challenge": asked.json()["challenge"], **given}
    return await client.post("/v1/sessions/second-factor", json=body)


async def test_the_app_is_asked_for_and_each_code_works_once(anna, turn_on, sign_in, anonymous, session):
    user, client = anna
    assert (await client.get(f"{ME}/second-factor")).json() == {
        "on": False, "required": False, "app": False, "passkeys": [], "recovery_codes_left": 0,
    }  # fmt: skip
    offer = (await client.post(f"{ME}/authenticator-app")).json()
    assert offer["address"].startswith("otpauth://totp/")
    assert offer["picture"].startswith("data:image/svg+xml")
    wrong = await client.put(f"{ME}/authenticator-app", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_code")
    assert (await sign_in(EMAIL)).status_code == 201  # an offer alone asks nothing
    secret, codes = await turn_on(client)
    assert len(codes) == 10
    asked = await sign_in(EMAIL, scope="agent")
    assert (asked.status_code, asked.json()["code"]) == (403, "second_factor_needed")
    assert asked.json()["methods"] == ["code", "recovery_code"]
    assert "access_token" not in asked.json()
    assert (await second(anonymous, asked, code="123")).status_code == 403
    code = code_of(secret)
    signed_in = await second(anonymous, asked, code=code)
    assert (signed_in.status_code, signed_in.json()["scope"]) == (201, "user agent")
    assert (await anonymous.get(ME, headers=bearer(signed_in))).json()["id"] == user.id
    assert (await second(anonymous, asked, code=code_of(secret, 1))).json()["code"] == "challenge_over"
    again = await second(anonymous, await sign_in(EMAIL), code=code)
    assert again.json()["code"] == "wrong_code"  # that half minute's was used
    assert (await second(anonymous, await sign_in(EMAIL), code=code_of(secret, 1))).status_code == 201
    kept = (await session.scalars(select(AuthenticatorApp))).one()
    assert secret.encode() not in kept.secret_sealed


async def test_recovery_codes_work_once_and_are_kept_as_hashes(anna, turn_on, sign_in, anonymous, session):
    _, client = anna
    _, codes = await turn_on(client)
    spoken = codes[0].upper().replace("-", " ")
    assert (await second(anonymous, await sign_in(EMAIL), recovery_code=spoken)).status_code == 201
    assert (await second(anonymous, await sign_in(EMAIL), recovery_code=codes[0])).status_code == 403
    assert (await client.get(f"{ME}/second-factor")).json()["recovery_codes_left"] == 9
    hashes = list(await session.scalars(select(RecoveryCode.code_hash)))
    assert all(len(each) == 32 and codes[1].encode() not in each for each in hashes)
    fresh = (await client.post(f"{ME}/recovery-codes")).json()["codes"]
    assert (await second(anonymous, await sign_in(EMAIL), recovery_code=codes[1])).status_code == 403
    assert (await second(anonymous, await sign_in(EMAIL), recovery_code=fresh[1])).status_code == 201
    facts = await all_facts(session)
    assert facts.count("user.recovery_codes_made") == 2
    assert facts.count("user.recovery_code_used") == 2
    assert facts.count("session.second_factor_failed") == 2


async def test_t22_what_changes_who_can_sign_in_wants_the_password_again(anna, turn_on, session):
    _, client = anna
    await turn_on(client)
    old = datetime.now(UTC) - timedelta(minutes=16)
    await session.execute(update(SignInSession).values(confirmed_at=old))
    acts = [
        ("POST", "authenticator-app"),
        ("DELETE", "authenticator-app"),
        ("POST", "passkey-challenges"),
        ("DELETE", "passkeys/1"),
        ("POST", "recovery-codes"),
    ]
    for method, path in acts:
        refused = await client.request(method, f"{ME}/{path}")
        assert (refused.status_code, refused.json()["code"]) == (403, "confirmation_needed"), path
    wrong = await client.post(f"{ME}/confirmations", json={"current_password": "not this one"})
    assert wrong.json()["code"] == "wrong_password"
    assert (await client.delete(f"{ME}/authenticator-app")).status_code == 403
    right = await client.post(f"{ME}/confirmations", json={"current_password": PASSWORD})
    assert right.status_code == 204
    assert (await client.delete(f"{ME}/authenticator-app")).status_code == 204
    assert (await client.get(f"{ME}/second-factor")).json()["on"] is False


async def test_t89_guesses_at_the_second_factor_are_counted(anna, turn_on, sign_in, anonymous):
    _, client = anna
    secret, _ = await turn_on(client)
    asked = await sign_in(EMAIL)
    answers = [(await second(anonymous, asked, code="000000")).status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    assert (await second(anonymous, asked, code=code_of(secret))).status_code == 429


async def test_staff_who_must_have_one_are_led_to_it(anna, make_person, client_as, sign_in, anonymous):
    user, client = anna
    admin = await client_as(await make_person(Level.admin))
    changed = await admin.patch("/v1/settings", json={"sign_in": {"second_factor": "staff"}})
    assert changed.status_code == 200
    asked = await sign_in(EMAIL, scope="agent")
    assert (asked.status_code, asked.json()["code"]) == (403, "second_factor_setup_needed")
    body = {"challenge": asked.json()["challenge"]}
    url = "/v1/sessions/second-factor-setups"
    assert (await anonymous.post(url, json=body | {"code": "1"})).json()["code"] == "wrong_code"
    secret = asked.json()["app"]["secret"]
    done = await anonymous.post(url, json=body | {"code": code_of(secret)})
    assert (done.status_code, len(done.json()["recovery_codes"])) == (201, 10)
    assert done.json()["session"]["user"]["id"] == user.id
    refreshed = await anonymous.post("/v1/sessions/refresh", json={"scope": "agent"})
    assert refreshed.status_code == 200
    assert (await client.get(f"{ME}/second-factor")).json()["required"] is True
    kept = await client.delete(f"{ME}/authenticator-app")
    assert (kept.status_code, kept.json()["code"]) == (409, "second_factor_required")


async def test_an_older_session_of_staff_ends_where_a_second_factor_is_required(
    make_person, client_as, sign_in, anonymous
):
    """No setting locks the last admin out: signing in anew leads through setting one up."""
    await make_person(Level.admin, address=EMAIL)
    signed_in = await sign_in(EMAIL, scope="admin")
    body = {"sign_in": {"second_factor": "staff"}}
    changed = await anonymous.patch("/v1/settings", json=body, headers=bearer(signed_in))
    assert changed.status_code == 200
    for scope, code in (("user", None), ("admin", "password_needed")):
        answer = await anonymous.post("/v1/sessions/refresh", json={"scope": scope})
        assert answer.json().get("code") == code
    asked = await sign_in(EMAIL, scope="admin")
    assert asked.json()["code"] == "second_factor_setup_needed"


async def test_a_passkey_is_the_second_factor_and_the_whole_way_in(anna, sign_in, anonymous, session):
    user, client = anna
    device = Device()
    offer = (await client.post(f"{ME}/passkey-challenges")).json()
    body = {"challenge": offer["challenge"], "name": "Telephone", "credential": device.make(offer["options"])}
    added = await client.post(f"{ME}/passkeys", json=body)
    assert (added.status_code, len(added.json()["recovery_codes"])) == (201, 10)
    assert (await client.post(f"{ME}/passkeys", json=body)).json()["code"] == "challenge_over"
    asked = await sign_in(EMAIL)
    assert asked.json()["methods"] == ["passkey", "recovery_code"]
    used = device.use(asked.json()["passkey"])
    stale = await second(anonymous, await sign_in(EMAIL), credential=used)
    assert stale.json()["code"] == "wrong_code"  # it signed another question
    signed_in = await second(anonymous, asked, credential=used)
    assert signed_in.status_code == 201
    offer = (await anonymous.post("/v1/sessions/passkey-challenges")).json()
    body = {"challenge": offer["challenge"], "credential": device.use(offer["options"]), "scope": "agent"}
    alone = await anonymous.post("/v1/sessions/passkeys", json=body)
    assert (alone.status_code, alone.json()["user"]["id"]) == (201, user.id)
    assert (await anonymous.post("/v1/sessions/passkeys", json=body)).json()["code"] == "challenge_over"
    [row] = (await client.get(f"{ME}/second-factor")).json()["passkeys"]
    assert (row["name"], row["site"]) == ("Telephone", "test")
    assert (await client.delete(f"{ME}/passkeys/{row['id']}")).status_code == 204
    assert (await sign_in(EMAIL)).status_code == 201


@pytest.mark.parametrize(
    "device", [Device(verifies=False), Device("http://evil.example")], ids=["no finger", "another site"]
)
async def test_t17_a_passkey_of_another_kind_or_site_is_refused(anna, device):
    _, client = anna
    offer = (await client.post(f"{ME}/passkey-challenges")).json()
    body = {"challenge": offer["challenge"], "name": "X", "credential": device.make(offer["options"])}
    refused = await client.post(f"{ME}/passkeys", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "passkey_refused")


async def test_t85_a_passkey_of_nobody_tells_nothing(anonymous):
    for credential in (Device().use, lambda _: {"rawId": "AAAA"}):
        offer = (await anonymous.post("/v1/sessions/passkey-challenges")).json()
        body = {"challenge": offer["challenge"], "scope": "user", "credential": credential(offer["options"])}
        assert (await anonymous.post("/v1/sessions/passkeys", json=body)).json()["code"] == "wrong_code"


async def test_an_admin_takes_lost_factors_away(anna, turn_on, make_person, client_as, sign_in, events):
    user, client = anna
    await turn_on(client)
    admin, second_agent = await make_person(Level.admin), await make_person(Level.agent)
    path = f"/v1/users/{user.id}/second-factor"
    assert (await (await client_as(second_agent)).delete(path)).status_code == 403
    assert (await (await client_as(admin)).delete(path)).status_code == 204
    assert (await client.get(ME)).status_code == 401
    assert (await sign_in(EMAIL)).status_code == 201
    assert "user.second_factor_reset" in await events(user_id=user.id)
