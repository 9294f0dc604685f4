"""Providers: what is known of them, and guessing one from an address."""

import pytest
from tests.channels.email.name_server import name_server, names_of
from tests.factories.users import make_admin, make_agent

from deskbell.channels.email.wizard.guessing import GuessedBy, guess_provider
from deskbell.channels.email.wizard.presets import Provider

ZONE = {
    ("workspace.example", "MX"): ["10 aspmx2.googlemail.com.", "1 ASPMX.L.GOOGLE.com."],
    ("company.example", "MX"): ["0 company-example.mail.protection.outlook.com."],
    ("newer.example", "MX"): ["0 newer-example.n-v1.mx.microsoft."],
    ("own.example", "MX"): ["10 mx.own.example."],
    ("imap.own.example", "A"): ["192.0.2.1"],
    ("mail.own.example", "AAAA"): ["2001:db8::1"],
    ("bare.example", "MX"): ["10 mx.bare.example."],
    ("none.example", "MX"): ["0 ."],
    ("evil.example", "MX"): ["10 google.com.evil.example.", "20 notgoogle.com."],
}


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


@pytest.mark.parametrize(
    ("domain", "provider", "guessed_by"),
    [
        ("gmail.com", Provider.gmail, GuessedBy.domain),
        ("contoso.onmicrosoft.com", Provider.microsoft365, GuessedBy.domain),
        ("workspace.example", Provider.gmail, GuessedBy.mail_servers),
        ("company.example", Provider.microsoft365, GuessedBy.mail_servers),
        ("newer.example", Provider.microsoft365, GuessedBy.mail_servers),
        ("own.example", Provider.plain, GuessedBy.host_names),
        ("bare.example", Provider.plain, GuessedBy.nothing),
        ("none.example", Provider.plain, GuessedBy.nothing),
        ("evil.example", Provider.plain, GuessedBy.nothing),
        ("unheard.example", Provider.plain, GuessedBy.nothing),
    ],
)
async def test_a_provider_is_guessed(domain, provider, guessed_by):
    async with name_server(ZONE) as (_, resolver):
        guess = await guess_provider(domain, resolver)
    assert (guess.preset.provider, guess.guessed_by) == (provider, guessed_by)
    assert guess.explanation.endswith(".")


async def test_a_plain_server_is_guessed_by_its_usual_names():
    async with name_server(ZONE) as (_, resolver):
        guess = await guess_provider("own.example", resolver)
    assert (guess.imap.host, guess.imap.port) == ("imap.own.example", 993)
    assert (guess.smtp.host, guess.smtp.port) == ("mail.own.example", 587)
    assert guess.mail_servers == ("mx.own.example",)


async def test_without_name_servers_nothing_is_guessed():
    async with name_server(ZONE) as (server, resolver):
        server.broken.add("own.example")
        guess = await guess_provider("own.example", resolver)
    assert (guess.preset.provider, guess.guessed_by) == (Provider.plain, GuessedBy.nothing)


async def test_the_list_says_what_each_needs(admin):
    items = (await admin.get("/v1/mail-providers")).json()["items"]
    assert [each["provider"] for each in items] == ["gmail", "microsoft365", "plain"]
    assert [each["sign_in"] for each in items] == ["provider", "provider", "password"]
    assert items[0]["imap"] == {"host": "imap.gmail.com", "port": 993, "security": "tls"}
    assert (items[1]["smtp"]["host"], items[2]["smtp"]) == ("smtp.office365.com", None)
    assert all(each["explanation"] and each["steps"] for each in items)


async def test_a_guess_over_the_api(admin, app):
    async with names_of(app, ZONE):
        found = await admin.get("/v1/mail-providers/guess", params={"address": "Help@Workspace.example "})
        assert (found.status_code, found.json()["provider"]) == (200, "gmail")
        assert found.json()["smtp"] == {"host": "smtp.gmail.com", "port": 587, "security": "starttls"}
        wrong = await admin.get("/v1/mail-providers/guess", params={"address": "help@no domain"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "no_domain")


async def test_only_admins_may_ask(session, client_as):
    agent = await client_as(await make_agent(session))
    for path in (
        "/v1/mail-providers",
        "/v1/mail-providers/guess?address=a",
        "/v1/mail-dns-records?address=a",
    ):
        assert (await agent.get(path)).status_code == 403
