"""Bans over the API: who may, plain spelling, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.mail_rules import make_ban
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin, make_agent

from deskbell.channels.email.bans.models import BanKind
from deskbell.channels.email.bans.queries import Ban, Bans

PATH = "/v1/mail-bans"


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


async def test_only_admins_know_of_them(session, client_as):
    agent, ban = await client_as(await make_agent(session)), await make_ban(session)
    for path in (PATH, f"{PATH}/{ban.id}"):
        assert (await agent.get(path)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("address", "Mallory@SPAM.example", "mallory@spam.example"),
        ("domain", "@Bücher.example", "xn--bcher-kva.example"),
        ("domain", "*.Spam.example.", "spam.example"),
        ("network", "192.0.2.7/24", "192.0.2.0/24"),
        ("network", "192.0.2.7", "192.0.2.7/32"),
        ("network", "2001:DB8::1/32", "2001:db8::/32"),
    ],
)
async def test_one_is_made_in_plain_spelling(admin, kind, value, plain):
    made = await admin.post(PATH, json={"kind": kind, "value": value, "reason": "spam"})
    assert made.status_code == 201, made.text
    assert (made.json()["value"], made.json()["refused"], made.json()["expires_at"]) == (plain, 0, None)
    again = await admin.post(PATH, json={"kind": kind, "value": plain})
    assert (again.status_code, again.json()["code"]) == (409, "ban_exists")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("address", "spam.example"),
        ("address", "a@b@c"),
        ("address", "Mallory <mallory@spam.example>"),
        ("domain", "a b"),
        ("domain", "x@spam.example"),
        ("domain", ""),
        ("network", "0.0.0.0/0"),
        ("network", "10.0.0.0/7"),
        ("network", "::/8"),
        ("network", "300.1.1.1"),
        ("everything", "*"),
    ],
)
async def test_what_is_none_of_its_kind_is_refused(admin, kind, value):
    response = await admin.post(PATH, json={"kind": kind, "value": value})
    assert response.status_code == 422


async def test_a_mailbox_of_ours_is_not_banned(admin, session, settings):
    await make_mailbox(session, settings, address="Own@desk.example.com")
    response = await admin.post(PATH, json={"kind": "address", "value": "own@desk.example.com"})
    assert (response.status_code, response.json()["code"]) == (422, "own_address_banned")


async def test_it_gets_another_end_and_is_lifted(admin, session):
    ban = await make_ban(session, reason="a")
    place = f"{PATH}/{ban.id}"
    changed = await admin.patch(place, json={"expires_at": "2030-01-01T00:00:00Z"})
    assert (changed.json()["expires_at"], changed.json()["reason"]) == ("2030-01-01T00:00:00Z", "a")
    assert (await admin.patch(place, json={"expires_at": None})).json()["expires_at"] is None
    assert (await admin.patch(place, json={"value": "other.example"})).status_code == 422
    stale = await admin.delete(place, headers={"if-match": '"1"'})
    assert stale.status_code == 412
    assert (await admin.delete(place)).status_code == 204
    assert (await admin.get(place)).status_code == 404


async def test_they_are_listed(admin, session):
    first = await make_ban(session, reason="Viagra 100%")
    second = await make_ban(session, "network", "192.0.2.0/24")
    third = await make_ban(session, "address", "mallory@spam.example")

    async def listed(**query):
        return [each["id"] for each in (await admin.get(PATH, params=query)).json()["items"]]

    assert await listed() == [third.id, second.id, first.id]
    assert await listed(kind="network") == [second.id]
    assert await listed(q="100%") == [first.id]
    assert await listed(q="MALLORY@") == [third.id]
    page = (await admin.get(PATH, params={"limit": 2})).json()
    assert await listed(cursor=page["next_cursor"]) == [first.id]


LABEL = st.text("ab1-", min_size=1, max_size=4).filter(lambda text: text[0] != "-" and text[-1] != "-")
DOMAIN = st.lists(LABEL, min_size=1, max_size=4).map(".".join)


@given(DOMAIN, DOMAIN, st.booleans())
def test_a_domain_stands_for_itself_and_all_under_it(banned, domain, below):
    domain = f"{domain}.{banned}" if below else domain
    bans = Bans({("domain", banned): Ban(1, BanKind.domain, "")}, {})
    expected = domain == banned or domain.endswith(f".{banned}")
    assert (bans.of([f"A@{domain.upper()}"], "") is not None) is expected
