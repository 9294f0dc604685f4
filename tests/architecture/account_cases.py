"""Cases about second factors, registration and ways to reach people, for `test_events_left.py`."""

import pyotp
from sqlalchemy import select, update
from tests.architecture.cases_of_programs import PASSWORD
from tests.architecture.world_asked import asks
from tests.factories.passkeys import Device
from tests.factories.users import make_user

from deskbell.sessions.second_factor.models import AuthenticatorApp
from deskbell.users.contacts.models import UserPhone
from deskbell.users.models import UserAddress

APP, ME = "/users/me/authenticator-app", "/users/me"


async def take_up(world):
    secret = (await world.send("POST", APP)).json()["secret"]
    world.things.secret = secret
    return await world.send("PUT", APP, {"code": pyotp.TOTP(secret).now()})


def with_app(method, path, json=None):
    """A case of an admin whose app is on."""

    async def case(world):
        assert (await take_up(world)).is_success
        return await world.send(method, path, json)

    return case


async def asked(world):
    address = (await world.client.get("/v1/users/me")).json()["email"]
    body = {"email": address, "password": PASSWORD, "scope": "admin"}
    return (await world.send("POST", "/sessions", body, client=world.anonymous)).json()


async def second_step(world):
    assert (await take_up(world)).is_success
    await world.session.execute(update(AuthenticatorApp).values(last_step=0))
    code = pyotp.TOTP(world.things.secret).now()
    body = {"challenge": (await asked(world))["challenge"], "code": code}
    return await world.send("POST", "/sessions/second-factor", body, client=world.anonymous)


async def set_up_step(world):
    await world.send("PATCH", "/settings", {"sign_in": {"second_factor": "staff"}})
    question = await asked(world)
    body = {"challenge": question["challenge"], "code": pyotp.TOTP(question["app"]["secret"]).now()}
    return await world.send("POST", "/sessions/second-factor-setups", body, client=world.anonymous)


async def add_passkey(world):
    offer = (await world.send("POST", f"{ME}/passkey-challenges")).json()
    world.things.device = Device()
    made = world.things.device.make(offer["options"])
    body = {"challenge": offer["challenge"], "name": "Key", "credential": made}
    return await world.send("POST", f"{ME}/passkeys", body)


async def remove_passkey(world):
    assert (await add_passkey(world)).is_success
    state = (await world.client.get("/v1/users/me/second-factor")).json()
    return await world.send("DELETE", f"{ME}/passkeys/{state['passkeys'][0]['id']}")


async def passkey_alone(world):
    assert (await add_passkey(world)).is_success
    offer = (await world.send("POST", "/sessions/passkey-challenges", client=world.anonymous)).json()
    used = world.things.device.use(offer["options"])
    body = {"challenge": offer["challenge"], "credential": used, "scope": "admin"}
    return await world.send("POST", "/sessions/passkeys", body, client=world.anonymous)


def with_waiting(verb):
    """A case about somebody who waits to be let in."""

    async def case(world):
        user = await make_user(world.session, waits_for="approval", password_hash=None, claimed_at=None)
        return await world.send("POST", f"/registrations/{user.id}/{verb}")

    return case


def with_second(kind, method, ending="", *, me=False):
    """A case about a person's second address, or second number."""

    async def case(world):
        user = world.things.admin if me else world.things.customer
        if kind == "addresses":
            at = user.created_at
            row = UserAddress(user_id=user.id, address=f"second{user.id}@example.org", verified_at=at)
        else:
            world.session.add(UserPhone(user_id=user.id, number="+49301111111", is_primary=True))
            row = UserPhone(user_id=user.id, number="+49302222222")
        world.session.add(row)
        await world.session.flush()
        whose = "me" if me else user.id
        return await world.send(method, f"/users/{whose}/{kind}/{row.id}{ending}")

    return case


async def verification_mail(world):
    await world.session.execute(update(UserAddress).values(verified_at=None))
    mine = select(UserAddress.id).where(UserAddress.user_id == world.things.customer.id)
    number = await world.session.scalar(mine)
    return await world.send(
        "POST", f"/users/{world.things.customer.id}/addresses/{number}/verification-mails"
    )


async def merge(world):
    other = await make_user(world.session)
    return await world.send("POST", f"/users/{world.things.customer.id}/merge", {"merged_id": other.id})


async def undo_merge(world):
    number = (await merge(world)).json()["id"]
    return await world.send("DELETE", f"/user-merges/{number}")


async def erase_oneself(world):
    client = await world.things.client_as(world.things.customer)
    return await world.send("DELETE", "/users/me", client=client)


PHONE, ADDRESS = {"number": "+49 30 1234567"}, {"email": "second@example.org"}
ACCOUNT_CASES = {
    "set_authenticator_app": take_up,
    "remove_authenticator_app": with_app("DELETE", APP),
    "create_recovery_codes": with_app("POST", f"{ME}/recovery-codes"),
    "create_second_factor_session": second_step,
    "create_second_factor_setup": set_up_step,
    "create_passkey": add_passkey,
    "delete_passkey": remove_passkey,
    "create_passkey_session": passkey_alone,
    "create_confirmation": asks("POST", f"{ME}/confirmations", {"current_password": PASSWORD}),
    "remove_user_second_factor": asks("DELETE", "/users/{agent.id}/second-factor"),
    "create_registration_approval": with_waiting("approve"),
    "create_registration_refusal": with_waiting("refuse"),
    "create_visit": asks("POST", "/users/{customer.id}/visits", {"reason": "To see what she sees"}),
    "create_user_merge": merge,
    "delete_user_merge": undo_merge,
    "delete_user": asks("DELETE", "/users/{customer.id}"),
    "delete_me": erase_oneself,
    "create_my_export": asks("POST", f"{ME}/exports"),
    "create_user_export": asks("POST", "/users/{customer.id}/exports"),
    "set_my_primary_address": with_second("addresses", "PUT", "/primary", me=True),
    "delete_my_address": with_second("addresses", "DELETE", me=True),
    "add_my_phone": asks("POST", f"{ME}/phones", PHONE),
    "set_my_primary_phone": with_second("phones", "PUT", "/primary", me=True),
    "delete_my_phone": with_second("phones", "DELETE", me=True),
    "add_user_address": asks("POST", "/users/{customer.id}/addresses", ADDRESS),
    "set_user_primary_address": with_second("addresses", "PUT", "/primary"),
    "delete_user_address": with_second("addresses", "DELETE"),
    "create_address_verification_mail": verification_mail,
    "add_user_phone": asks("POST", "/users/{customer.id}/phones", PHONE),
    "set_user_primary_phone": with_second("phones", "PUT", "/primary"),
    "delete_user_phone": with_second("phones", "DELETE"),
}
