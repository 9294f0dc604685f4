"""Each changing operation leaves an event; one that is in neither list fails (house.md section 11)."""

from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update
from tests.architecture.account_cases import ACCOUNT_CASES
from tests.architecture.cases_of_mail_sign_ins import begin_sign_in, finish_sign_in, forget_sign_in
from tests.architecture.cases_of_programs import PASSWORD, PROGRAMS
from tests.architecture.group_cases import GROUP_CASES
from tests.architecture.knowledge_cases import KNOWLEDGE
from tests.architecture.organization_cases import ORGANIZATION_CASES
from tests.architecture.people_cases import PEOPLE_CASES
from tests.architecture.rights_cases import RIGHTS_CASES
from tests.architecture.world_asked import asks, with_one
from tests.factories.departments import give, make_department
from tests.factories.inbound import make_inbound
from tests.factories.jobs import make_job
from tests.factories.mailboxes import make_mailbox
from tests.factories.sessions import make_refresh_token, make_session
from tests.factories.sign_ins import APP
from tests.factories.teams import make_team
from tests.factories.tickets import make_label, make_ticket, make_type, status_of
from tests.factories.users import make_admin, make_agent, make_user
from tests.factories.webhooks import URL as HOOK_URL

from deskbell.channels.email.outbox.actions.order import To, Wanted, order
from deskbell.channels.email.outbox.models import MailKind, OutgoingMail
from deskbell.core.auth import Actor, Level
from deskbell.core.models import Model
from deskbell.events.models import StoredEvent
from deskbell.notifications.models import Notification
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.users.models import UserAddress
from deskbell.webhooks.models import Webhook, WebhookDelivery

NEW_PASSWORD = "another horse, another battery"
CHANGING = {"post", "put", "patch", "delete"}
LEAVES_NONE = {
    "refresh_session": "the next token of a session that goes on; nothing about it changed",
    "refresh_visit": "the same, of a visit",
    "create_mail_server_check": "connects and logs in; nothing here is changed",
    "create_access_request": "its job records what it orders: here nobody knows whose address it is (T85)",
    "create_ticket_link_request": "the same",
    "create_sign_up": "the same",
    "add_my_address": "the same: the link that is mailed records it",
    "create_authenticator_app": "an offer; it counts, and is recorded, when a code has come",
    "create_passkey_challenge": "a question to the browser; its answer is recorded",
    "create_passkey_sign_in_challenge": "the same",
    "create_access_preview": "the change is undone at once",
    "create_mail_rule_trial": "holds rules against a mail and does nothing",
}


class World:
    """A helpdesk with one of each, and an admin who asks."""

    def __init__(self, session, client, anonymous, **things):
        self.session, self.client, self.anonymous = session, client, anonymous
        self.things = SimpleNamespace(**things)
        self.before = 0

    async def count(self):
        return await self.session.scalar(select(func.count()).select_from(StoredEvent))

    async def send(self, method, path, json=None, *, client=None, **more):
        """Ask; remembers how many events there were just before."""
        await self.session.flush()
        self.before = await self.count()
        client = client or self.client
        return await client.request(method, f"/v1{path}", json=json, **more)

    @asynccontextmanager
    async def undone(self):
        """What happens inside is undone."""
        point = await self.session.begin_nested()
        yield
        await point.rollback()
        for thing in vars(self.things).values():
            if isinstance(thing, Model):
                await self.session.refresh(thing)


@pytest.fixture
async def world(app, session, client_as, anonymous, hash_of):
    department, other = await make_department(session), await make_department(session)
    admin = await make_admin(session, password_hash=await hash_of(PASSWORD))
    agent, second = await make_agent(session, department), await make_agent(session, department)
    customer = await make_user(session)
    ticket = await make_ticket(session, customer, department, assignee_id=agent.id)
    await make_type(session)
    return World(
        session,
        await client_as(admin),
        anonymous,
        department=department,
        other=other,
        admin=admin,
        agent=agent,
        second=second,
        customer=customer,
        own=await client_as(customer),
        outsider=await make_agent(session),
        ticket=ticket,
        team=await make_team(session, agent),
        label=await make_label(session),
        mailbox=await make_mailbox(session, app.state.settings, department),
        path=f"/tickets/{ticket.id}",
        client_as=client_as,
    )


async def sign_in(world):
    address = (await world.client.get("/v1/users/me")).json()["email"]
    body = {"email": address, "password": PASSWORD, "scope": "admin"}
    return await world.send("POST", "/sessions", body, client=world.anonymous)


async def sign_out_here(world):
    row = await make_session(world.session, world.things.admin)
    cookie = {"cookie": f"deskbell_session={await make_refresh_token(world.session, row)}"}
    return await world.send("DELETE", "/sessions/current", client=world.anonymous, headers=cookie)


async def end_another(world):
    row = await make_session(world.session, world.things.admin)
    return await world.send("DELETE", f"/sessions/{row.id}")


async def reset_password(world):
    secret = await issue_link(
        world.session, LinkPurpose.password_reset, world.things.customer.id, timedelta(days=1)
    )
    body = {"token": secret, "new_password": NEW_PASSWORD}
    return await world.send("POST", "/password-resets", body, client=world.anonymous)


async def set_up(world):
    """As on the first day: everybody is lowered first, since the door is shut while there is an admin."""
    world.things.admin.level = int(Level.user)
    secret = await issue_link(world.session, LinkPurpose.setup, None, timedelta(days=1))
    body = {
        "token": secret,
        "helpdesk_name": "Example Support",
        "name": "Ada",
        "email": "ada.first@example.org",
        "password": PASSWORD,
    }
    return await world.send("POST", "/setup", body, client=world.anonymous)


async def claim_account(world):
    customer = world.things.customer
    customer.password_hash = None
    secret = await issue_link(world.session, LinkPurpose.claim, customer.id, timedelta(days=1))
    body = {"token": secret, "new_password": NEW_PASSWORD}
    return await world.send("POST", "/account-claims", body, client=world.anonymous)


async def unproven(world, user):
    """The address of the person, not verified any more."""
    where = (UserAddress.user_id == user.id, UserAddress.is_primary)
    row = update(UserAddress).where(*where).values(verified_at=None)
    return await world.session.scalar(row.returning(UserAddress.id))


async def verify_address(world):
    customer = world.things.customer
    address_id = await unproven(world, customer)
    day = timedelta(days=1)
    secret = await issue_link(world.session, LinkPurpose.verify, customer.id, day, address_id=address_id)
    return await world.send("POST", "/address-verifications", {"token": secret}, client=world.anonymous)


async def ask_for_verification(world):
    await unproven(world, world.things.admin)
    return await world.send("POST", "/users/me/verification-mails")


async def invite(world):
    world.things.customer.password_hash = None
    return await world.send("POST", f"/users/{world.things.customer.id}/invitations")


async def redeem_link(world):
    made = await world.send("POST", f"{world.things.path}/links", {"days": 3})
    body = {"token": made.json()["token"]}
    return await world.send("POST", "/sessions/link", body, client=world.anonymous)


async def take_reply_back(world):
    held = await world.send("POST", f"{world.things.path}/held-replies", {"text": "Thanks."})
    return await world.send("DELETE", f"{world.things.path}/held-replies/{held.json()['id']}")


async def revoke_link(world):
    made = await world.send("POST", f"{world.things.path}/links", {"days": 3})
    return await world.send("DELETE", f"{world.things.path}/links/{made.json()['id']}")


async def remove_copy(world):
    path = f"{world.things.path}/copies"
    made = await world.send("POST", path, {"address": "pat@example.org"})
    return await world.send("DELETE", f"{path}/{made.json()['id']}")


def uploads(path):
    return lambda world: world.send("POST", path, files={"file": ("a.txt", b"some words")})


async def notified(world):
    """The second agent's client, and the number of what they were told."""
    things, session = world.things, world.session
    event_id = await session.scalar(select(func.max(StoredEvent.id)))
    row = Notification(
        user_id=things.admin.id,
        event_id=event_id,
        type="ticket.message_added",
        ticket_id=things.ticket.id,
        actor_id=things.second.id,
    )
    session.add(row)
    await session.flush()
    return row.id


async def read_one(world):
    return await world.send("PUT", f"/notifications/{await notified(world)}/read")


async def read_all(world):
    await notified(world)
    return await world.send("POST", "/notifications/read-all")


async def remove_department(world):
    return await world.send("DELETE", f"/departments/{world.things.other.id}")


async def replay_one(world):
    mail = await make_inbound(world.session, world.things.mailbox)
    return await world.send("POST", f"/inbound-mails/{mail.id}/replay")


async def replay_many(world):
    mail = await make_inbound(world.session, world.things.mailbox)
    return await world.send("POST", "/inbound-mails/replays", {"inbound_mail_ids": [mail.id]})


RULE = {"name": "R", "conditions": [{"field": "automatic"}]}
BAN = {"kind": "domain", "value": "spam.example"}


with_rule, with_ban = with_one("/mail-rules", RULE), with_one("/mail-bans", BAN)
HOOK = {"url": HOOK_URL, "event_types": ["ticket.created"]}


def with_webhook(method, path, json=None, **columns):
    """A case about a webhook that is made first, in this state, and about a delivery to it that failed."""

    async def case(world):
        number = (await world.send("POST", "/webhooks", HOOK)).json()["id"]
        await world.session.execute(update(Webhook).values(**columns or {"enabled": True}))
        delivery = WebhookDelivery(webhook_id=number, event_type="webhook.test", body="{}", state="failed")
        world.session.add(delivery)
        await world.session.flush()
        return await world.send(method, path.format(webhook=f"/webhooks/{number}", id=delivery.id), json)

    return case


async def order_rules(world):
    numbers = [(await world.send("POST", "/mail-rules", RULE)).json()["id"] for _ in range(2)]
    return await world.send("PUT", "/mail-rules/order", {"rule_ids": numbers[::-1]})


async def move(world):
    await give(world.session, world.things.admin, world.things.other)
    return await world.send(
        "PUT", f"{world.things.path}/department", {"department_id": world.things.other.id}
    )


async def set_status(world):
    solved = await status_of(world.session, "solved")
    return await world.send("PUT", f"{world.things.path}/status", {"status_id": solved.id})


async def send_again(world):
    mail_id = await order(
        world.session,
        Actor(kind="system", level=Level.admin),
        Wanted(MailKind.reply, [To("a@example.org")], ticket_id=world.things.ticket.id),
    )
    (await world.session.get(OutgoingMail, mail_id)).state = "failed"
    return await world.send("POST", f"/outgoing-mails/{mail_id}/attempts")


async def retry_job(world):
    return await world.send("POST", f"/failed-jobs/{await make_job(world.session)}/retries")


async def discard_job(world):
    return await world.send("DELETE", f"/failed-jobs/{await make_job(world.session)}")


def number(name):
    """The number of a thing in the world, looked up when the case is asked."""
    return lambda things: getattr(things, name).id


TEAM = ("PUT", "{path}/team", {"team_id": number("team")})
LABEL, FOLLOWER = "{path}/labels/{label.id}", "{path}/followers/{second.id}"
MEMBER, DISABLED = "/teams/{team.id}/members/{second.id}", "/users/{agent.id}/disabled"
NEW_TICKET = {"subject": "It is broken", "text": "Again."}
NIA = {"name": "Nia", "email": "nia.new@example.org"}
CASES = {
    "create_session": sign_in,
    "end_all_sessions": asks("DELETE", "/sessions"),
    "end_current_session": sign_out_here,
    "end_session": end_another,
    "set_my_password": asks(
        "PUT", "/users/me/password", {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    ),
    "create_password_reset": reset_password,
    "create_setup": set_up,
    "create_outgoing_attempt": send_again,
    "create_account_claim": claim_account,
    "create_address_verification": verify_address,
    "create_verification_mail": ask_for_verification,
    "create_invitation": invite,
    "create_link_session": redeem_link,
    "update_me": asks("PATCH", "/users/me", {"name": "Another Name"}),
    "create_customer": asks("POST", "/users", NIA),
    "set_user_level": asks("PUT", "/users/{customer.id}/level", {"level": "agent"}),
    "set_user_disabled": asks("PUT", DISABLED),
    "unset_user_disabled": asks("DELETE", DISABLED, first=("PUT", None, None)),
    "create_ticket": asks("POST", "/tickets", NEW_TICKET),
    "create_ticket_submission": asks("POST", "/ticket-submissions", NEW_TICKET | {"requester": NIA}),
    "upload_submission_file": uploads("/ticket-submissions/files"),
    "set_solved": asks("PUT", "{path}/solved"),
    "update_ticket": asks("PATCH", "{path}", {"subject": "Something else"}),
    "delete_ticket": asks("DELETE", "{path}"),
    "restore_ticket": asks("POST", "{path}/restore", first=("DELETE", "{path}", None)),
    "create_message": asks("POST", "{path}/messages", {"text": "Thanks."}),
    "create_held_reply": asks("POST", "{path}/held-replies", {"text": "Thanks."}),
    "delete_held_reply": take_reply_back,
    "create_note": asks("POST", "{path}/notes", {"text": "Between us."}),
    "set_assignee": asks("PUT", "{path}/assignee", {"user_id": number("second")}),
    "remove_assignee": asks("DELETE", "{path}/assignee"),
    "set_team": asks(*TEAM),
    "remove_team": asks("DELETE", "{path}/team", first=TEAM),
    "set_department": move,
    "set_status_of_ticket": set_status,
    "add_label_to_ticket": asks("PUT", LABEL),
    "remove_label_from_ticket": asks("DELETE", LABEL, first=("PUT", None, None)),
    "add_follower_to_ticket": asks("PUT", FOLLOWER),
    "remove_follower_from_ticket": asks("DELETE", FOLLOWER, first=("PUT", None, None)),
    "create_ticket_copy": asks("POST", "{path}/copies", {"address": "pat@example.org"}),
    "delete_ticket_copy": remove_copy,
    "create_ticket_link": asks("POST", "{path}/links", {"days": 3}),
    "revoke_ticket_link": revoke_link,
    "upload_file": uploads("/files"),
    "read_notification": read_one,
    "read_all_notifications": read_all,
    "update_notification_settings": asks("PATCH", "/notifications/settings", {"mail_on_message": True}),
    "add_label": asks("POST", "/labels", {"name": "another label"}),
    "update_label": asks("PATCH", "/labels/{label.id}", {"name": "renamed"}),
    "remove_label": asks("DELETE", "/labels/{label.id}"),
    "create_department": asks("POST", "/departments", {"name": "Another department"}),
    "update_department": asks("PATCH", "/departments/{other.id}", {"name": "Renamed"}),
    "delete_department": remove_department,
    "set_user_departments": asks(
        "PUT", "/users/{agent.id}/departments", {"department_ids": [number("other"), number("department")]}
    ),
    "set_mail_app": asks("PUT", "/mail-apps/google", APP),
    "remove_mail_app": asks("DELETE", "/mail-apps/google", first=("PUT", None, APP)),
    "create_mailbox_self_test": asks("POST", "/mailboxes/{mailbox.id}/self-tests"),
    "create_mailbox_sign_in": begin_sign_in,
    "create_mail_sign_in": finish_sign_in,
    "remove_mailbox_sign_in": forget_sign_in,
    "create_mailbox": asks(
        "POST", "/mailboxes", {"address": "d@example.org", "name": "D", "department_id": number("department")}
    ),
    "replay_inbound_mail": replay_one,
    "create_inbound_replay": replay_many,
    "create_mail_rule": asks("POST", "/mail-rules", RULE),
    "update_mail_rule": with_rule("PATCH", {"name": "Another name"}),
    "delete_mail_rule": with_rule("DELETE"),
    "set_mail_rule_order": order_rules,
    "create_mail_ban": asks("POST", "/mail-bans", BAN),
    "update_mail_ban": with_ban("PATCH", {"reason": "Spam"}),
    "delete_mail_ban": with_ban("DELETE"),
    "update_mailbox": asks("PATCH", "/mailboxes/{mailbox.id}", {"name": "Another name"}),
    "create_mailbox_poll": asks(
        "POST",
        "/mailboxes/{mailbox.id}/polls",
        first=("PATCH", "/mailboxes/{mailbox.id}", {"incoming": {"host": "imap.example.org"}}),
    ),
    "delete_mailbox": asks("DELETE", "/mailboxes/{mailbox.id}"),
    "create_failed_job_retry": retry_job,
    "delete_failed_job": discard_job,
    "create_webhook": asks("POST", "/webhooks", HOOK),
    "update_webhook": with_webhook("PATCH", "{webhook}", {"description": "The shop"}),
    "delete_webhook": with_webhook("DELETE", "{webhook}"),
    "refresh_webhook_secret": with_webhook("POST", "{webhook}/secret", {}),
    "end_webhook_pause": with_webhook("DELETE", "{webhook}/pause", paused_at=func.now()),
    "create_webhook_test": with_webhook("POST", "{webhook}/tests"),
    "replay_webhook_delivery": with_webhook("POST", "{webhook}/deliveries/{id}/replay"),
    "create_webhook_replay": with_webhook("POST", "{webhook}/replays", {"since": "2026-01-01T00:00:00Z"}),
    **ORGANIZATION_CASES,
    **PEOPLE_CASES,
    **RIGHTS_CASES,
    **GROUP_CASES,
    **ACCOUNT_CASES,
    "create_team": asks("POST", "/teams", {"name": "Another team"}),
    "update_team": asks("PATCH", "/teams/{team.id}", {"name": "Renamed"}),
    "delete_team": asks("DELETE", "/teams/{team.id}"),
    "add_team_member": asks("PUT", MEMBER),
    "remove_team_member": asks("DELETE", MEMBER, first=("PUT", None, None)),
    **PROGRAMS,
    **KNOWLEDGE,
}


def uncovered(document, cases, without):
    """Changing operations in neither list, and names in a list that are no operation."""
    changing = {
        operation["operationId"]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in CHANGING
    }
    return sorted(changing ^ (set(cases) | set(without)))


def test_each_changing_operation_is_listed(whole_app):
    assert uncovered(whole_app.openapi(), CASES, LEAVES_NONE) == []


def test_the_rule_bites():
    document = {"paths": {"/x": {"post": {"operationId": "create_x"}, "get": {"operationId": "get_x"}}}}
    assert uncovered(document, {}, {}) == ["create_x"]
    assert uncovered(document, {"create_x": None, "delete_y": None}, {}) == ["delete_y"]


async def leaves_an_event(world, case):
    """Whether the request of the case went well, and what it left in the log."""
    response = await case(world)
    assert response.is_success, response.text
    return await world.count() > world.before


async def test_each_leaves_an_event(world, app):
    wrong = {}
    for name, case in CASES.items():
        async with world.undone():
            app.state.dimensions.drop()
            try:
                left = await leaves_an_event(world, case)
            except AssertionError as error:
                wrong[name] = str(error)
            else:
                wrong |= {} if left else {name: "left none"}
    assert wrong == {}


async def test_the_measure_sees_silence(world):
    assert not await leaves_an_event(world, asks("GET", "/users/me"))
    refused = await world.send("GET", "/users/me", client=world.anonymous)
    assert (refused.status_code, await world.count()) == (401, world.before)
