"""A helpdesk of two departments that know nothing of each other, and all the people who may ask."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import func, select, text
from tests.conftest import client_of
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.inbound import make_inbound
from tests.factories.jobs import make_job
from tests.factories.knowledge import make_article, make_category
from tests.factories.mail_rules import make_ban, make_rule
from tests.factories.mailboxes import make_mailbox
from tests.factories.organizations import make_organization
from tests.factories.outgoing import make_outgoing
from tests.factories.programs import (
    CHALLENGE,
    REDIRECT,
    app_token,
    make_app,
    make_consent,
    make_key,
    make_service,
)
from tests.factories.self_tests import make_self_test
from tests.factories.sessions import make_refresh_token, make_session, token_for
from tests.factories.sign_ins import make_sign_in
from tests.factories.teams import make_team
from tests.factories.tickets import make_label, make_message, make_note, make_ticket, make_type, status_of
from tests.factories.uploads import PNG, upload
from tests.factories.user_groups import make_group
from tests.factories.users import make_admin, make_agent, make_user
from tests.factories.vocabulary import make_vocabulary
from tests.factories.webhooks import URL, make_delivery, make_paused_webhook, make_webhook

from deskbell.channels.email.inbound.models import InboundReplay
from deskbell.core.auth import Level
from deskbell.core.models import Model
from deskbell.core.tokens import LINK_SCOPE, AccessClaims
from deskbell.departments.models import DepartmentAudience
from deskbell.events.models import StoredEvent
from deskbell.notifications.models import Notification
from deskbell.organizations.invitations.actions.invite import invite
from deskbell.organizations.invitations.schemas import OrganizationInvitationCreate
from deskbell.permissions.actions.give_permissions import give_to_group
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.second_factor.models import Passkey
from deskbell.tickets.actions.copy import add_copy
from deskbell.tickets.actions.hold_reply import hold_reply
from deskbell.tickets.actions.links import create_link
from deskbell.tickets.actions.merge_organizations import merge_organizations
from deskbell.tickets.actions.remove import delete
from deskbell.tickets.schemas import ReplyCreate
from deskbell.users.contacts.models import UserPhone
from deskbell.users.models import UserAddress

PASSWORD = "correct horse battery staple"
WORD = "zanzibar"  # stands in everything that is not for the first department
APART = {"rate_limits", "idempotency_keys"}  # what a refusal may leave
WRITTEN = """
    select sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid))
    from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all ($1::text[])
"""
LEVELS = {
    "anonymous": Level.guest,
    "link": Level.guest,
    "stranger": Level.user,
    "customer": Level.user,
    "homeless": Level.agent,
    "agent": Level.agent,
    "admin": Level.admin,
    "key": Level.agent,  # of the agent
    "app": Level.user,  # that the customer allowed
}


class World:
    """People by name, their clients, and the values that stand in their requests."""

    def __init__(self, app, database, session, **things):
        self.app, self.database, self.session = app, database, session
        self.things = SimpleNamespace(**things)
        self.clients = {}
        self.own = {}
        self.shared = {}
        self.foreign = {}
        self._seen = (None, None)  # rows written when the rows were looked at last, and what was seen

    @asynccontextmanager
    async def undone(self):
        """What happens inside is undone."""
        seen = await self.fingerprint()
        point = await self.database.connection.begin_nested()
        self.app.state.dimensions.drop()
        try:
            yield
        finally:
            await point.rollback()
            self.app.state.dimensions.drop()
            self._seen = (await self._written(), seen)

    async def fingerprint(self):
        """Every row of every table, as one number a table; looked at anew where a row was written since."""
        written = await self._written()
        if written != self._seen[0]:
            self._seen = (written, await self._look())
        return self._seen[1]

    async def _written(self):
        """How many rows this transaction has written so far, also those that were undone."""
        return (await self.database.connection.exec_driver_sql(WRITTEN, (sorted(APART),))).scalar_one()

    async def _look(self):
        parts = (
            f"select '{name}' as name, md5(string_agg(t::text, '|' order by t::text)) from {name} t"
            for name in sorted(Model.metadata.tables)
            if name not in APART
        )
        rows = await self.database.connection.execute(text(" union all ".join(parts)))
        return dict(rows.all())

    def values(self, who, operation):
        """What stands in a request of this person that goes well where they have the right."""
        special = OF_OPERATION[operation.name](self.things) if operation.name in OF_OPERATION else {}
        return self.shared | self.own.get(who, {}) | special

    async def close(self):
        for client in self.clients.values():
            await client.aclose()


OF_OPERATION = {
    "set_category_order": lambda things: {"ids": [things.category.id], "parent_id": None},
    "create_access_preview": lambda things: {
        "change": {"kind": "user_permissions", "user_id": things.second.id, "permissions": []}
    },
    "undo_event": lambda things: {"event_id": things.rights_event},
    "restore_category": lambda things: {"category_id": things.category_away.id},
    "restore_article": lambda things: {"article_id": things.article_away.id},
    "update_category": lambda _: {"parent_id": None, "slug": "another"},
    "create_category": lambda things: {"parent_id": things.category.id, "slug": "another"},
    "update_article": lambda _: {"slug": "another"},
    "create_article": lambda _: {"slug": "another"},
    "create_oauth_authorization": lambda things: {"client_id": things.app.client_id},
    "create_service_account_key": lambda things: {"user_id": things.service.id},
    "restore_ticket": lambda things: {"ticket_id": things.deleted.id},
    "set_user_disabled": lambda things: {"user_id": things.customer.id},
    "unset_user_disabled": lambda things: {"user_id": things.customer.id},
    "update_department": lambda things: {"department_id": things.spare.id},
    "delete_department": lambda things: {"department_id": things.spare.id},
    "create_customer": lambda _: {"email": "nia@example.org"},
    "create_session": lambda _: {"password": PASSWORD},
    "create_visit": lambda things: {"user_id": things.customer.id, "reason": "To see what she sees"},
    "create_password_reset": lambda things: {"token": things.reset},
    "create_account_claim": lambda things: {"token": things.claim},
    "create_address_verification": lambda things: {"token": things.verify},
    "create_invitation": lambda things: {"user_id": things.unclaimed.id},
    "revoke_user_invitations": lambda things: {"user_id": things.unclaimed.id},
    "update_user": lambda things: {"user_id": things.customer.id},
    "end_user_session": lambda things: {
        "user_id": things.second.id,
        "session_id": things.their_session.id,
    },
    "create_staff_invitation": lambda _: {"email": "nia@example.org"},
    "set_logo": lambda things: {"file_id": things.picture},
    "create_status": lambda _: {"kind": "open"},
    "delete_status": lambda things: {"status_id": things.vocabulary.status},
    "delete_priority": lambda things: {"priority_id": things.vocabulary.priority},
    "set_status_order": lambda things: {"ids": things.vocabulary.statuses},
    "set_priority_order": lambda things: {"ids": things.vocabulary.priorities},
    "set_ticket_type_order": lambda things: {"ids": things.vocabulary.types},
    "create_link_session": lambda things: {"token": things.secret},
    "create_setup": lambda things: {"token": things.set_up},
    "create_mailbox_sign_in": lambda things: {"mailbox_id": things.google.id},
    "remove_mailbox_sign_in": lambda things: {"mailbox_id": things.google.id},
    "end_webhook_pause": lambda things: {"webhook_id": things.paused},
    "create_organization_import": lambda _: {"csv": "organization\nAcme Works"},
    "create_organization_invitation": lambda _: {"email": "nia@example.org"},
    "set_organization_member": lambda things: {"user_id": things.customer.id},
    "update_organization_member": lambda things: {"user_id": things.customer.id},
    "remove_organization_member": lambda things: {"user_id": things.customer.id},
    "list_user_organizations": lambda things: {"user_id": things.customer.id},
    "delete_user_merge": lambda _: {"merge_id": 1},
    "create_registration_approval": lambda things: {"user_id": things.waiting.id},
    "create_registration_refusal": lambda things: {"user_id": things.waiting.id},
    **dict.fromkeys(
        ("delete_user", "create_user_merge", "list_user_merges", "create_user_export"),
        lambda things: {"user_id": things.customer.id},
    ),
    "list_user_addresses": lambda things: {"user_id": things.customer.id},
    "list_user_phones": lambda things: {"user_id": things.customer.id},
    "add_user_address": lambda things: {"user_id": things.customer.id, "email": "nia@example.org"},
    "add_user_phone": lambda things: {"user_id": things.customer.id},
    "set_user_primary_address": lambda things: _contact(things, "customer"),
    "delete_user_address": lambda things: _contact(things, "customer"),
    "create_address_verification_mail": lambda things: _contact(things, "customer"),
    "set_user_primary_phone": lambda things: _contact(things, "customer"),
    "delete_user_phone": lambda things: _contact(things, "customer"),
    "get_user": lambda things: {"user_id": things.customer.id},
    "add_user_group_member": lambda things: {"user_id": things.customer.id},
    "remove_user_group_member": lambda things: {"user_id": things.customer.id},
    "get_user_groups_of_user": lambda things: {"user_id": things.customer.id},
    "set_user_groups_of_user": lambda things: {"user_id": things.customer.id},
    "set_user_group_permissions": lambda _: {"permissions": ["chat.start"]},
    "set_user_group_rule": lambda _: {"domains": ["example.org"]},
}


def _contact(things, who):
    """Whose, and which: an address that is not the primary one, and a number."""
    return {"user_id": getattr(things, who).id, **things.contacts[who]}


async def _contacts(session, things):
    """A second address and a number of everybody."""
    things.contacts = {}
    for who in ("stranger", "customer", "homeless", "agent", "admin", "other_agent"):
        user = getattr(things, who)
        email = f"second{user.id}@example.org"
        address = UserAddress(user_id=user.id, address=email, verified_at=user.created_at)
        phone = UserPhone(user_id=user.id, number="+49301234567", is_primary=True)
        session.add_all([address, phone])
        await session.flush()
        things.contacts[who] = {"address_id": address.id, "phone_id": phone.id}


async def _passkey(session, user):
    """A key that nobody has in the hand."""
    row = Passkey(
        user_id=user.id, credential_id=b"their key", public_key=b"x", uses=0, site="test", name="Theirs"
    )
    session.add(row)
    await session.flush()
    return row


async def make_world(app, database, session):
    """One of each in both departments."""
    hashed = await app.state.passwords.hash(PASSWORD)
    support, sales = await make_department(session, is_default=True), await make_department(session)
    annex = await make_department(session)
    people = {
        "agent": await make_agent(session, support, annex, password_hash=hashed),
        "second": await make_agent(session, support),
        "homeless": await make_agent(session, password_hash=hashed),
        "other_agent": await make_agent(session, sales),
        "admin": await make_admin(session, password_hash=hashed),
        "customer": await make_user(session, password_hash=hashed),
        "stranger": await make_user(session, password_hash=hashed),
        "other_customer": await make_user(session),
    }
    world = World(app, database, session, support=support, sales=sales, annex=annex, **people)
    things = world.things
    things.spare = await make_department(session)
    things.agent_group = await make_agent_group(session, things.second)
    await give_to_group(session, _actor(things.admin), things.agent_group.id, ["tickets.create"], None)
    things.rights_event = await session.scalar(select(func.max(StoredEvent.id)))
    things.team = await make_team(session, things.agent)
    things.label, things.type = await make_label(session), await make_type(session)
    things.group = await make_group(session)
    club = await make_group(session, things.other_customer)
    session.add(DepartmentAudience(department_id=sales.id, group_id=club.id))  # customers don't choose it
    things.vocabulary = await make_vocabulary(session)
    await _knowledge(session, things)
    await _mail(session, app.state.settings, things)
    things.failed_job = await make_job(session)
    things.webhook, _ = await make_webhook(session, app.state.settings)
    things.paused = await make_paused_webhook(session, app.state.settings)
    things.delivery = await make_delivery(session, things.webhook, state="failed")
    things.app, things.service = await make_app(session, secret="x"), await make_service(session)
    things.deleted = await make_ticket(session, things.customer, support)
    await delete(session, _actor(things.agent, support), things.deleted)
    await _organizations(world)
    things.waiting = await make_user(session, waits_for="approval", password_hash=None, claimed_at=None)
    await _contacts(session, things)
    things.their_passkey = await _passkey(session, things.other_agent)
    await _clients(world)
    things.their_session = await make_session(session, things.second)
    things.picture = (await upload(world.clients["admin"], "a.png", PNG))["id"]
    await make_sign_in(session, world.clients["admin"], things.google)
    mine = await _talk(world, "customer", "agent", support, "About a printer", "It is broken.")
    theirs = await _talk(world, "other_customer", "other_agent", sales, f"The {WORD} deal", WORD)
    things.mine, things.theirs, things.secret = mine.ticket, theirs.ticket, mine.secret
    things.note, things.free, things.taken = mine.note, theirs.free, theirs.file
    things.sent = await make_outgoing(session, mine.ticket)
    things.their_sent = await make_outgoing(session, theirs.ticket, subject=WORD, raw=WORD.encode())
    await _link_client(world, mine.ticket, mine.link)
    things.reset = await issue_link(
        session, LinkPurpose.password_reset, things.customer.id, timedelta(days=1)
    )
    things.set_up = await issue_link(session, LinkPurpose.setup, None, timedelta(days=1))
    await _account_links(world)
    await _values(world, mine, theirs)
    await session.commit()
    app.state.dimensions.drop()
    return world


async def _mail(session, settings, things):
    """Mailboxes, what came in by them, and what decides about it."""
    things.mailbox = await make_mailbox(session, settings, things.support)
    things.google = await make_mailbox(session, settings, things.support, sign_in_with="google")
    things.self_test = await make_self_test(session, things.mailbox)
    things.arrived = await make_inbound(session, things.mailbox)
    theirs = await make_mailbox(session, settings, things.sales)
    things.their_arrived = await make_inbound(session, theirs, subject=WORD, raw=WORD.encode())
    things.replay = InboundReplay(ordered_by_id=things.admin.id, mails=1)
    session.add(things.replay)
    things.rule = await make_rule(session)
    things.ban = await make_ban(session)


async def _knowledge(session, things):
    """An article and its category, both at the same address, and what was put away."""
    away = {"deleted_at": datetime.now(UTC)}
    things.category = await make_category(session, slug="printers")
    things.article = await make_article(session, things.category, slug="printers")
    things.category_away = await make_category(session, **away)
    things.article_away = await make_article(session, things.category, **away)


async def _organizations(world):
    """The customer's organization, that asks the stranger to join; one to merge, and one that was merged."""
    session, things = world.session, world.things
    things.organization = await make_organization(session, managers=[things.customer])
    things.other_organization = await make_organization(session, notes=WORD)
    gone = await make_organization(session)
    admin = _actor(things.admin)
    things.merge = await merge_organizations(session, admin, things.organization.id, gone.id)
    address = select(UserAddress.address).where(UserAddress.user_id == things.stranger.id)
    body = OrganizationInvitationCreate(name="Stranger", email=await session.scalar(address))
    things.invitation = await invite(session, admin, things.organization.id, body)


async def _account_links(world):
    """An account that nobody has claimed yet, and the links that are mailed to it."""
    session, things, day = world.session, world.things, timedelta(days=1)
    things.unclaimed = await make_user(session, password_hash=None, claimed_at=None)
    things.claim = await issue_link(session, LinkPurpose.claim, things.unclaimed.id, day)
    address = select(UserAddress.id).where(UserAddress.user_id == things.unclaimed.id)
    number = await session.scalar(address)
    things.verify = await issue_link(session, LinkPurpose.verify, things.unclaimed.id, day, address_id=number)


def _actor(user, *departments):
    from tests.factories.users import acting_as

    return acting_as(user, departments=tuple(each.id for each in departments))


async def _clients(world):
    world.clients["anonymous"] = client_of(world.app)
    for who in ("stranger", "customer", "homeless", "agent", "admin", "other_agent"):
        token = await token_for(world.session, world.app, getattr(world.things, who))
        world.clients[who] = client_of(world.app, {"authorization": f"Bearer {token}"})


async def _programs(world):
    """A key of the agent, and an app that the customer allowed to act for them."""
    session, things = world.session, world.things
    later = datetime.now(UTC) + timedelta(hours=1)  # so that no use of it is noted
    _, key = await make_key(session, things.agent, last_used_at=later)
    token, _ = await app_token(session, world.app.state.tokens, things.customer, things.app)
    for who, secret in (("key", key), ("app", token)):
        world.clients[who] = client_of(world.app, {"authorization": f"Bearer {secret}"})
    world.own["key"], world.own["app"] = world.own["agent"], world.own["customer"]


async def _link_client(world, ticket, link):
    ends = datetime.now(UTC) + timedelta(minutes=10)
    claims = AccessClaims(None, None, (LINK_SCOPE,), ticket.id, link.id, ends)
    token = world.app.state.tokens.issue(claims)
    world.clients["link"] = client_of(world.app, {"authorization": f"Bearer {token}"})


async def _upload(world, who, name):
    kept = await world.clients[who].post("/v1/files", files={"file": (name, b"some bytes")})
    assert kept.status_code == 201, kept.text
    return kept.json()["id"]


async def _talk(world, customer, agent, department, subject, said):
    """A ticket with a public reply that has a file, a note and a link; and a file that nothing names."""
    session, agent_name, things = world.session, agent, world.things
    customer, agent = getattr(things, customer), getattr(things, agent)
    ticket = await make_ticket(session, customer, department, subject=subject, text=said)
    file = await _upload(world, agent_name, f"{said}.txt")
    message = await make_message(session, ticket, agent, said, file_ids=[file])
    note = await make_note(session, ticket, agent, said)
    copy = await add_copy(session, _actor(agent, department), ticket, f"{agent.id}@copied.example")
    link, secret = await create_link(session, _actor(agent, department), ticket, 3)
    free = await _upload(world, agent_name, f"{said}.txt")
    return SimpleNamespace(
        ticket=ticket, copy=copy, file=file, message=message, note=note, link=link, secret=secret, free=free
    )


async def _notification(session, user, ticket):
    row = Notification(
        user_id=user.id,
        event_id=await session.scalar(select(func.max(StoredEvent.id))),
        type="ticket.message_added",
        ticket_id=ticket.id,
        actor_id=user.id,
    )
    session.add(row)
    await session.flush()
    return row.id


async def _values(world, mine, theirs):
    session, things = world.session, world.things
    solved = await status_of(session, "solved")
    for who in ("stranger", "customer", "homeless", "agent", "admin", "other_agent"):
        user = getattr(things, who)
        row = await make_session(session, user)
        world.own[who] = {"session_id": row.id} | things.contacts[who]
        if user.level >= Level.agent:
            world.own[who]["notification_id"] = await _notification(session, user, mine.ticket)
            talk = theirs if who == "other_agent" else mine
            body = ReplyCreate(text=WORD if talk is theirs else "Soon.")
            held = await hold_reply(session, _actor(user), talk.ticket, body, "api")
            world.own[who]["held_reply_id"] = held.id
        row, _ = await make_key(session, user)
        await make_consent(session, user, things.app)
        world.own[who]["key_id"] = row.id
    world.own["agent"]["file_ids"] = [mine.free]
    await _programs(world)
    cookie = await make_refresh_token(session, await make_session(session, things.admin))
    things.cookie = {"cookie": f"deskbell_session={cookie}"}
    email = (await world.clients["customer"].get("/v1/users/me")).json()["email"]
    world.shared = {
        "ticket_id": mine.ticket.id, "message_id": mine.message, "link_id": mine.link.id,
        "file_id": mine.file, "user_id": things.second.id, "assignee_id": things.second.id,
        "requester_id": things.customer.id, "requester": {"name": "Nia", "email": "nia@example.org"},
        "follower_id": things.customer.id, "team_id": things.team.id, "label_id": things.label.id,
        "department_id": things.annex.id, "department_ids": [things.annex.id], "status_id": solved.id,
        "priority_id": mine.ticket.priority_id, "type_id": things.type.id,
        "ticket_type_id": things.vocabulary.type, "label_ids": [things.label.id],
        "user_group_id": things.group.id, "group_ids": [things.group.id], "user_ids": [things.customer.id],
        "csv": f"id\n{things.customer.id}\n",
        "session_id": 1, "notification_id": 1, "held_reply_id": 1, "file_ids": [],
        "name": "A New Name", "email": email, "helpdesk_name": "Example", "scope": "user",
        "level": "agent", "password": "another horse, another battery", "current_password": PASSWORD,
        "new_password": "another horse, another battery", "token": "x" * 43, "subject": "A matter",
        "text": "Some words.", "html": "<p>Some words.</p>", "days": 3, "color": "#4c6ef5",
        "language": "de", "time_zone": "Europe/Berlin", "as_requester": True, "q": "words",
        "agent": {}, "mailbox_id": things.mailbox.id, "inbound_mail_id": things.arrived.id,
        "inbound_mail_ids": [things.arrived.id], "address": "desk@example.org",
        "group_id": things.agent_group.id, "agent_group_ids": [things.agent_group.id],
        "permissions": ["tickets.note.mine"], "departments": [{"department_id": things.annex.id}],
        "addresses": ["192.0.2.0/24"], "until": "2099-01-31",
        "copy_id": mine.copy.id, "replay_id": things.replay.id, "filter": {},
        "rule_id": things.rule.id, "rule_ids": [things.rule.id], "ban_id": things.ban.id,
        "conditions": [{"field": "automatic"}], "follower_ids": [things.second.id],
        "kind": "domain", "value": "spam.example",
        "client_id": "client", "client_secret": "a-secret", "state": "x" * 43, "code": "x",
        "webhook_id": things.webhook, "delivery_id": things.delivery, "url": URL,
        "event_types": ["ticket.created"], "since": "2026-01-01T00:00:00Z", "overlap_hours": 1,
        "provider": "google", "self_test_id": things.self_test.id,
        "failed_job_id": things.failed_job,
        "app_id": things.app.id, "key_id": world.own["admin"]["key_id"], "confidential": False,
        "redirect_uris": [REDIRECT], "redirect_uri": REDIRECT, "response_type": "code", "decision": "allow",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        "category_id": things.category.id, "article_id": things.article.id, "slug": "printers",
        "title": "A title", "audience": "agents", "helpful": True,
        "organization_id": things.organization.id, "source_id": things.other_organization.id,
        "merge_id": things.merge, "invitation_id": things.invitation, "domains": ["acme.example"],
        "see": "everyone", "reply": "none", "close": "none", "role": "member", "named": True,
        "export_id": 1, "visit_id": 1, "merged_id": things.other_customer.id, **things.contacts["customer"],
        "passkey_id": 1, "challenge": "x" * 43, "credential": {}, "number": "+49 30 7654321",
        "outgoing_mail_id": things.sent.id, "reference": mine.ticket.reference,
    }  # fmt: skip
    world.foreign = {
        "ticket_id": [theirs.ticket.id],
        "message_id": [theirs.message, theirs.note],
        "link_id": [theirs.link.id],
        "copy_id": [theirs.copy.id],
        "file_id": [theirs.file, theirs.free],
        "file_ids": [[theirs.file], [theirs.free]],
        "department_id": [things.sales.id],
        "department_ids": [[things.sales.id]],
        "notification_id": [world.own["other_agent"]["notification_id"]],
        "session_id": [world.own["other_agent"]["session_id"]],
        "key_id": [world.own["other_agent"]["key_id"]],
        "address_id": [things.contacts["other_agent"]["address_id"]],
        "phone_id": [things.contacts["other_agent"]["phone_id"]],
        "passkey_id": [things.their_passkey.id],
        "held_reply_id": [world.own["other_agent"]["held_reply_id"]],
        "inbound_mail_id": [things.their_arrived.id],
        "outgoing_mail_id": [things.their_sent.id],
        "inbound_mail_ids": [[things.their_arrived.id]],
    }
