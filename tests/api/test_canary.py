"""T16: what stands in secret columns is in no answer, not for an admin either."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, update
from tests.factories.agent_groups import make_agent_group
from tests.factories.desk import make_desk
from tests.factories.inbound import make_inbound
from tests.factories.jobs import make_job
from tests.factories.knowledge import make_article, make_category
from tests.factories.mail_rules import make_ban, make_rule
from tests.factories.mailboxes import make_mailbox
from tests.factories.organizations import make_organization
from tests.factories.outgoing import make_outgoing
from tests.factories.programs import make_app, make_code, make_key
from tests.factories.self_tests import make_self_test
from tests.factories.sessions import make_refresh_token, make_session
from tests.factories.sign_ins import make_sign_in
from tests.factories.tickets import make_type, messages_of
from tests.factories.uploads import PNG, upload
from tests.factories.user_groups import make_group
from tests.factories.webhooks import make_delivery, make_webhook

import deskbell.tables
from deskbell.access.schemas import TICKET_ACTS
from deskbell.channels.email.inbound.models import InboundReplay
from deskbell.core.models import Model
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.second_factor.models import AuthenticatorApp, RecoveryCode
from deskbell.tickets.models import Priority
from deskbell.tickets.people.models import DataExport

SECRET = re.compile(r"hash|secret|token|fingerprint|password|signature|private_key")
CANARY = "zanzibarcanary!"
BYTES = CANARY.encode()
FORMS = (CANARY, BYTES.hex(), b64encode(BYTES).decode(), "$argon2")


def secret_columns():
    """Every column whose name says that it holds a secret, or what is made of one."""
    assert deskbell.tables.__name__  # with it all tables are known
    tables = Model.metadata.sorted_tables
    return [column for table in tables for column in table.columns if SECRET.search(column.name)]


def reads(document):
    """Every GET of the document that ends."""
    for path, item in document["paths"].items():
        if "get" in item and "text/event-stream" not in str(item["get"]["responses"]):
            yield path, item["get"].get("parameters", [])


def variations(parameters, schemas):
    """The queries to ask with: what is required only, then each switch and each order by itself."""
    asked = [each for each in parameters if each["in"] == "query"]
    required = {each["name"]: "broken" for each in asked if each.get("required")}
    yield required
    for each in asked:
        yield from (required | {each["name"]: value} for value in choices(each["schema"], schemas))


def about(path, query, places):
    """The thing that a question has to be about, where it takes exactly one of several."""
    if not path.startswith("/v1/access/"):
        return {}
    name = "ticket_id" if query.get("act", "view") in TICKET_ACTS else "article_id"
    return {name: places[name][0]}


def choices(schema, schemas):
    """The values of a parameter that takes one of a few."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    if schema.get("type") == "boolean":
        return ["true", "false"]
    inner = [each for name in ("anyOf", "allOf") for each in schema.get(name, [])]
    return [*schema.get("enum", []), *(value for each in inner for value in choices(each, schemas))]


async def crawl(client, places, document, forms):
    """Ask everything that can be read; what was found where, and how many answers were looked at."""
    found, looked = [], 0
    for path, parameters in reads(document):
        names = re.findall(r"{(\w+)}", path)
        assert set(names) <= places.keys(), f"{path}: say above what to fill in"
        for place in places[names[0]] if names else [None]:
            filled = {name: place if name == names[0] else places[name][0] for name in names}
            good = min(int(code) for code in document["paths"][path]["get"]["responses"])
            for query in variations(parameters, document["components"]["schemas"]):
                response = await client.get(path.format(**filled), params=query | about(path, query, places))
                assert response.status_code == good, (path, query, response.text)
                looked += 1
                told = response.text + str(response.headers)
                found += [(path, query, form) for form in forms if form in told]
    return found, looked


@pytest.fixture
async def planted(app, session, client_as, anonymous):
    """A helpdesk with a row in each table that keeps secrets, and the canary in each of them."""
    desk = await make_desk(session)
    app.state.dimensions.drop()
    agent = await client_as(desk.agent)
    path = f"/v1/tickets/{desk.ticket.id}"
    file = await upload(agent)
    once = {"Idempotency-Key": "k"}
    said = await agent.post(f"{path}/messages", json={"text": "x", "file_ids": [file["id"]]}, headers=once)
    assert said.status_code == 201, said.text
    link = (await agent.post(f"{path}/links", json={"days": 1})).json()
    used = (await agent.post(f"{path}/links", json={"days": 1})).json()
    token = (await anonymous.post("/v1/sessions/link", json={"token": used["token"]})).json()
    smtp = {"host": "smtp.example.org", "username": "desk", "password": "x"}
    mailbox = await make_mailbox(session, app.state.settings, smtp=smtp, sign_in_with="google")
    admin = await client_as(desk.admin)
    picture = await upload(admin, "logo.png", PNG)
    assert (await admin.put("/v1/helpdesk/logo", json={"file_id": picture["id"]})).is_success
    await make_sign_in(session, admin, mailbox)
    row = await make_session(session, desk.admin)
    secrets = [
        link["token"],
        used["token"],
        token["access_token"],
        await make_refresh_token(session, row),
        await issue_link(session, LinkPurpose.setup, None, timedelta(days=1)),
        await issue_link(session, LinkPurpose.password_reset, desk.customer.id, timedelta(days=1)),
    ]
    webhook_id, secret = await make_webhook(session, app.state.settings)
    secrets.append(secret)
    app = await make_app(session, secret="x")
    secrets += [(await make_key(session, desk.agent))[1], (await make_code(session, desk.agent, app))[1]]
    replay = InboundReplay(ordered_by_id=desk.admin.id, mails=1)
    session.add(replay)
    await session.flush()
    category = await make_category(session, slug="both")
    article = await make_article(session, category, slug="both")
    app_of_codes = AuthenticatorApp(user_id=desk.agent.id, secret_sealed=b"x", confirmed_at=func.now())
    session.add_all([app_of_codes, RecoveryCode(user_id=desk.agent.id, code_hash=b"x")])
    export = DataExport(user_id=desk.customer.id, ordered_by_id=desk.admin.id)
    session.add(export)
    await session.flush()
    for column in secret_columns():
        await plant(session, column)
    places = {
        "export_id": [export.id],
        "user_id": [desk.customer.id, desk.agent.id, desk.admin.id],
        "ticket_id": [desk.ticket.id],
        "message_id": [(await messages_of(session, desk.ticket.id))[-1].id],
        "file_id": [file["id"]],
        "mailbox_id": [mailbox.id],
        "provider": ["google"],
        "self_test_id": [(await make_self_test(session, mailbox)).id],
        "inbound_mail_id": [(await make_inbound(session, mailbox)).id],
        "replay_id": [replay.id],
        "rule_id": [(await make_rule(session)).id],
        "app_id": [app.id],
        "user_group_id": [(await make_group(session, desk.customer)).id],
        "group_id": [(await make_agent_group(session, desk.agent)).id],
        "organization_id": [(await make_organization(session, desk.customer)).id],
        "department_id": [desk.support.id],
        "priority_id": [await session.scalar(select(Priority.id).limit(1))],
        "ticket_type_id": [(await make_type(session)).id],
        "category_id": [category.id],
        "article_id": [article.id],
        "slug": ["both"],
        "ban_id": [(await make_ban(session)).id],
        "failed_job_id": [await make_job(session, args=f'{{"secret": "{CANARY}"}}')],
        "webhook_id": [webhook_id],
        "delivery_id": [await make_delivery(session, webhook_id)],
        "outgoing_mail_id": [(await make_outgoing(session, desk.ticket)).id],
    }
    return admin, places, secrets


async def plant(session, column):
    """Put the canary into every row of the column, each with an end of its own where they have to differ."""
    table, binary = column.table, isinstance(column.type, LargeBinary)
    key = next(iter(table.primary_key.columns))
    rows = (await session.execute(table.select())).mappings().all()
    assert rows, f"{table.name} has no row to plant a canary in: make one above"
    for number, row in enumerate(rows):
        value = BYTES + str(number).encode() if binary else f"{CANARY}{number}"
        await session.execute(update(table).where(key == row[key.name]).values({column.name: value}))


def test_what_counts_as_secret():
    names = {str(column) for column in secret_columns()}
    assert {
        "users.password_hash",
        "files.claim_hash",
        "refresh_tokens.token_hash",
        "single_use_links.token_hash",
        "ticket_links.token_hash",
        "mailboxes.smtp_password_sealed",
        "webhooks.secret_sealed",
        "webhooks.old_secret_sealed",
        "api_keys.key_hash",
        "oauth_apps.secret_hash",
        "authorization_codes.code_hash",
        "mail_apps.client_secret_sealed",
        "mail_grants.refresh_token_sealed",
        "mail_grants.access_token_sealed",
    } <= names


async def test_t16_no_read_gives_a_secret_away(planted, document):
    client, places, secrets = planted
    found, looked = await crawl(client, places, document, [*FORMS, *secrets])
    assert found == []
    assert looked > len(list(reads(document))) + 15


async def test_the_crawl_would_find_one(planted, document, session):
    """The same canary in a column that is shown."""
    await plant(session, Model.metadata.tables["users"].columns["name"])
    client, places, _ = planted
    shown = {"/v1/users", "/v1/tickets", "/v1/tickets/{ticket_id}/messages"}
    some = document | {"paths": {path: document["paths"][path] for path in shown}}
    found, _ = await crawl(client, places, some, FORMS)
    assert {path for path, _, _ in found} == shown
