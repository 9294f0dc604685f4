"""Who may do what: every operation by everyone who may ask, held against the document (T14, T27)."""

import pytest
from tests.api.asking import ask, members, operations, sample, with_member
from tests.api.world import LEVELS

from deskbell.core.auth import Level
from deskbell.permissions.models import AgentGroupMember, AgentPermission
from deskbell.permissions.registry import AGENT_PERMISSIONS

pytestmark = pytest.mark.xdist_group("matrix")  # one worker: what they share is made once
WHO = ["anonymous", "link", "stranger", "homeless", "agent", "admin"]
OUTSIDE = {"anonymous", "stranger", "homeless"}  # who see nothing of the ticket
PROGRAMS = {"key", "app"}
AS = {"key": "agent", "app": "customer"}
UNSEEN = {"ticket_id", "file_id", "inbound_mail_id", "outgoing_mail_id"}
IS_SET_UP = 409
OF_A_MANAGER = (
    "list_organization_members",
    "update_organization_member",
    "remove_organization_member",
    "list_organization_invitations",
    "create_organization_invitation",
    "revoke_organization_invitation",
)
REFUSED = {(403, "not_allowed"), (404, "not_found")}
BESIDE = {
    **dict.fromkeys(("get_user", "list_user_group_members", "get_user_groups_of_user"), ("people.view",)),
    **dict.fromkeys(("create_customer", "create_invitation", "revoke_user_invitations"), ("people.create",)),
    **dict.fromkeys(("update_user", "set_user_disabled", "unset_user_disabled"), ("people.edit",)),
    "set_user_groups_of_user": ("people.groups",),
    **{
        f"{verb}_user_group_{members}": ("people.groups",)
        for verb in ("add", "remove")
        for members in ("member", "members")
    },
    "add_user_group_members_by_csv": ("people.groups",),
    **dict.fromkeys(
        ("list_organizations", "get_organization", "list_user_organizations", "list_organization_merges"),
        ("organizations.view",),
    ),
    "create_organization": ("organizations.create",),
    **dict.fromkeys(
        ("update_organization", "set_organization_sharing", "set_organization_domains"),
        ("organizations.edit",),
    ),
    "delete_organization": ("organizations.delete",),
    "set_organization_member": ("organizations.members",),
    **dict.fromkeys(OF_A_MANAGER[1:], ("organizations.members",)),
    **dict.fromkeys(("merge_organization", "undo_organization_merge"), ("organizations.merge",)),
    "create_organization_import": ("organizations.create", "organizations.edit", "organizations.members"),
    "create_ticket": ("tickets.create",),
    **dict.fromkeys(("create_article", "create_category"), ("content.write",)),
    **dict.fromkeys(
        (
            *("update_article", "delete_article", "restore_article", "set_article_published"),
            *("unset_article_published", "set_article_audience", "set_category_audience"),
            *("delete_category", "restore_category"),
        ),
        ("content.publish",),
    ),
}
"""The permission that an operation beside tickets is for, written from the domain's list of areas."""
OTHERWISE = {
    ("create_setup", None): IS_SET_UP,
    ("upload_file", "anonymous"): 401,  # files have owners; guests have an operation of their own
    ("create_ticket", "homeless"): 422,  # there is no department into which this agent may put it
    ("create_verification_mail", None): 409,  # everybody's address is verified
    ("create_mail_sign_in", None): 409,  # nobody went to a provider
    ("get_access_explanation", None): 422,  # it asks about one of several things
    ("list_access_people", None): 422,  # the same
    ("download_logo", None): 404,  # there is none
    ("create_second_factor_session", None): 422,  # it wants one of three answers
    ("create_second_factor_setup", None): 410,  # nobody was asked
    ("create_passkey_session", None): 410,  # the same
    ("create_passkey", None): 410,  # the same
    ("set_authenticator_app", None): 404,  # none was offered
    ("remove_authenticator_app", None): 404,  # there is none
    ("delete_passkey", None): 404,  # the same
    ("refresh_visit", None): 401,  # nobody visits anybody, and there is no cookie
    ("delete_user_merge", None): 404,  # nobody was merged
    ("get_data_export", None): 404,  # nobody asked for one
    ("delete_me", "homeless"): 409,  # agents don't erase themselves
    ("delete_me", "agent"): 409,  # the same
    ("delete_me", "admin"): 409,  # the same
    ("create_recovery_codes", None): 409,  # nobody has a second factor
    ("create_address_verification_mail", None): 409,  # it is verified
    ("create_mailbox_poll", None): 409,  # this mailbox fetches no mail
    # Of the customer's organization; its manager is the customer, who invited the stranger.
    **{(name, "stranger"): 404 for name in OF_A_MANAGER},
    ("set_my_default_organization", None): 404,  # nobody here belongs to one
    **{
        (f"{answer}_organization_invitation", who): 404
        for answer in ("accept", "decline")
        for who in ("homeless", "agent", "admin")
    },
    **{(f"{verb}_ticket_private", who): 403 for verb in ("set", "remove") for who in ("agent", "admin")},
    ("read_notification", "homeless"): 404,  # of a ticket that this agent does not see
}


def expected(operation, who):
    """The status that the table promises."""
    level = LEVELS[who]
    if level < Level[operation.scope]:
        return 401 if level is Level.guest else 403
    for key in ((operation.name, who), (operation.name, None)):
        if key in OTHERWISE:
            return OTHERWISE[key]
    if who in OUTSIDE and UNSEEN & set(operation.in_path):
        return 404
    return operation.success


def is_below(operation, who):
    """Whether this person does not reach the operation's door."""
    return LEVELS[who] < Level[operation.scope]


@pytest.mark.parametrize("who", WHO)
async def test_t14_t27_each_operation_answers_as_the_table_says(world, document, who):
    before = await world.fingerprint()
    wrong, changed = {}, []
    for operation in operations(document):
        headers = world.things.cookie if operation.name == "refresh_session" else {}
        async with world.undone():
            values = world.values(who, operation)
            response = await ask(world.clients[who], operation, values, headers=headers)
            wanted = expected(operation, who)
            if response.status_code != wanted:
                wrong[operation.name] = f"{response.status_code}, not {wanted}: {response.text[:200]}"
            elif is_below(operation, who) and wanted == 403 and response.json()["code"] != "scope_too_low":
                wrong[operation.name] = response.text
            if wanted in {401, 403, 404, 422} and await world.fingerprint() != before:
                changed.append(operation.name)
    assert wrong == {}
    assert changed == []


@pytest.mark.parametrize("who", sorted(PROGRAMS))
async def test_t14_t27_keys_and_apps_come_in_by_the_same_doors(world, document, who):
    """Whatever they are refused, and all that they may read; what they may change is as people may."""
    before, refused = await world.fingerprint(), 0
    for operation in operations(document):
        barred = operation.people_only or LEVELS[who] < Level[operation.scope]
        if not barred and operation.method != "GET":
            continue
        response = await ask(world.clients[who], operation, world.values(who, operation))
        if barred:
            allowed = {"scope_too_low", "person_needed"} if operation.people_only else {"scope_too_low"}
            assert (response.status_code, response.json()["code"] in allowed) == (403, True), operation.name
            refused += 1
        else:
            wanted = expected(operation, AS[who])
            assert response.status_code == wanted, (operation.name, response.text)
    assert await world.fingerprint() == before
    assert refused > 30


async def test_t12_t14_each_act_beside_tickets_needs_its_permission(world, document):
    """With all others it is refused, and nothing is changed; with it and what it needs it goes well."""
    agent, before = world.things.agent, await world.fingerprint()
    known = {each.name: each for each in operations(document)}
    for name, permissions in BESIDE.items():
        operation, values = known[name], world.values("agent", known[name])
        for permission in permissions:
            async with world.undone():
                await hold(world, agent, set(AGENT_PERMISSIONS) - {permission})
                response = await ask(world.clients["agent"], operation, values)
            assert (response.status_code, response.json()["code"]) in REFUSED, (
                name,
                permission,
                response.text,
            )
        async with world.undone():
            await hold(world, agent, with_needs(permissions))
            response = await ask(world.clients["agent"], operation, values)
        assert response.status_code == operation.success, (name, response.text)
    assert await world.fingerprint() == before


async def hold(world, agent, names):
    """Let the agent hold these permissions and no others."""
    for table in (AgentGroupMember, AgentPermission):
        mine = table.__table__.delete().where(table.user_id == agent.id)
        await world.database.connection.execute(mine)
    rows = [{"user_id": agent.id, "permission": name} for name in sorted(names)]
    await world.database.connection.execute(AgentPermission.__table__.insert(), rows)


def with_needs(names):
    """The permissions with those without which they open nothing."""
    return set(names).union(*(AGENT_PERMISSIONS[each].needs for each in names))


def test_every_scope_stands_in_the_table(document):
    assert {each.scope for each in operations(document)} == {level.name for level in Level}


async def test_t14_an_unknown_member_is_named_wherever_it_stands(world, document):
    asked = 0
    for operation in operations(document):
        if operation.body is None or operation.form:
            continue
        values = world.values("admin", operation)
        places = [(), *(place for place, inner in members(operation.body) if "properties" in inner)]
        for place in places:
            body = with_member(sample(operation, values), (*place, "ignore_permissions"), value=True)
            response = await ask(world.clients["admin"], operation, values, body)
            pointer = "/" + "/".join((*place, "ignore_permissions"))
            assert response.status_code == 422, (operation.name, response.text)
            assert pointer in {each["pointer"] for each in response.json()["errors"]}, operation.name
            asked += 1
    assert asked > 25
