"""Access tokens: fresh before each use, fetched by one at a time, gone when the provider says so."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from tests.channels.email.oauth_server import CLIENT_ID, CLIENT_SECRET, SCOPES
from tests.channels.email.sink import sink
from tests.factories.departments import make_department
from tests.factories.desk import make_desk
from tests.factories.mailboxes import OPERATOR, make_mailbox, sealer_of
from tests.factories.outgoing import mails_of, make_desk_of
from tests.factories.tickets import make_message

from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.outbox.sender import MailSender
from deskbell.channels.email.sign_ins.access import AccessTokens, NoAccess
from deskbell.channels.email.sign_ins.actions.finish import Consent, keep_grant
from deskbell.channels.email.sign_ins.actions.set_app import set_mail_app
from deskbell.channels.email.sign_ins.models import AppProvider, MailGrant
from deskbell.channels.email.sign_ins.provider import App, Tokens
from deskbell.channels.email.sign_ins.schemas import MailAppWrite
from deskbell.core.jobs import drain as drain_jobs
from deskbell.core.outbound import Outbound
from deskbell.events.dispatcher import dispatch_once, start_dispatcher
from deskbell.subscribers import SUBSCRIBERS

pytestmark = pytest.mark.commits

HOST = "smtp.desk.example"
PACE = Pace(first_pause=0.02, longest_pause=0.05, poll=0.02, look_for_lost=0.0, lease=5, renewal=1)


@pytest.fixture
async def outbound():
    client = Outbound(["127.0.0.0/8"])
    yield client
    await client.close()


@pytest.fixture
async def mailbox(live_database, settings):
    async with live_database.session() as session:
        body = MailAppWrite(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        await set_mail_app(session, OPERATOR, AppProvider.google, body, sealer_of(settings))
        department = await make_department(session, is_default=True)
        return await make_mailbox(session, settings, department, smtp={"host": HOST}, sign_in_with="google")


@pytest.fixture
def tokens(live_database, outbound, settings, provider):
    return AccessTokens(live_database, outbound, sealer_of(settings), {"google": provider.url})


async def granted(database, settings, mailbox, provider, *, seconds=0):
    """What signing in left: an access token that is good for so long."""
    provider.granted["first-refresh"] = SCOPES["google"]
    app = App(AppProvider.google, CLIENT_ID, CLIENT_SECRET)
    async with database.session() as session:
        kept = Tokens("first-access", "first-refresh", seconds, "support@desk.example")
        await keep_grant(session, OPERATOR, Consent(mailbox.id, app, "x"), kept, sealer_of(settings))


async def grant_of(database):
    async with database.session() as session:
        return await session.scalar(select(MailGrant))


async def ends(database):
    async with database.session() as session:
        count = text("select count(*) from events where type = 'mailbox.sign_in_ended'")
        return await session.scalar(count)


async def test_a_fresh_token_is_used_as_it_is(live_database, settings, mailbox, provider, tokens):
    await granted(live_database, settings, mailbox, provider, seconds=3600)
    access = await tokens.access(mailbox.id, HOST)
    assert (access.token, provider.asked) == ("first-access", [])
    login = access.login(None, mailbox.address)
    assert (login.username, login.access_token) == ("support@desk.example", "first-access")
    assert access.login("shared@desk.example", mailbox.address).username == "shared@desk.example"
    assert "first-access" not in repr(access) + repr(login)


async def test_one_refreshes_for_all(live_database, settings, mailbox, provider, outbound, tokens):
    """Twelve ask at once, in two processes' places: one request, one token for all."""
    await granted(live_database, settings, mailbox, provider)
    provider.rotates, provider.pause = True, 0.05
    other = AccessTokens(live_database, outbound, sealer_of(settings), {"google": provider.url})
    found = await asyncio.gather(*(each.access(mailbox.id, HOST) for each in [tokens, other] * 6))
    assert len({each.token for each in found}) == 1
    assert (len(provider.asked), provider.most_at_once) == (1, 1)
    await expire(live_database)
    assert (await tokens.access(mailbox.id, HOST)).token != found[0].token
    assert provider.asked[1]["refresh_token"] != provider.asked[0]["refresh_token"]


async def expire(database):
    async with database.session() as session:
        await session.execute(update(MailGrant).values(access_expires_at=datetime.now(UTC)))


async def test_a_revoked_grant_says_sign_in_again(live_database, settings, mailbox, provider, tokens):
    await granted(live_database, settings, mailbox, provider)
    provider.revoke()
    with pytest.raises(NoAccess, match="Token has been expired or revoked") as refused:
        await tokens.access(mailbox.id, HOST)
    assert refused.value.again
    grant = await grant_of(live_database)
    assert (grant.state, grant.problem.endswith("Sign in again.")) == ("again", True)
    with pytest.raises(NoAccess):
        await tokens.access(mailbox.id, HOST)
    assert (len(provider.asked), await ends(live_database)) == (1, 1)
    await granted(live_database, settings, mailbox, provider, seconds=3600)
    assert (await tokens.access(mailbox.id, HOST)).token == "first-access"


async def test_a_provider_that_is_away_ends_nothing(live_database, settings, mailbox, provider, tokens):
    """It is said, not asked again at once, and goes on by itself."""
    await granted(live_database, settings, mailbox, provider)
    provider.fault = (503, b"")
    for _ in range(3):
        with pytest.raises(NoAccess, match="out of order") as refused:
            await tokens.access(mailbox.id, HOST)
        assert not refused.value.again
    assert (len(provider.asked), (await grant_of(live_database)).state) == (1, "signed_in")
    provider.fault = None
    async with live_database.session() as session:
        await session.execute(update(MailGrant).values(refreshing_until=None))
    assert (await tokens.access(mailbox.id, HOST)).token.startswith("canary-access")
    assert (await grant_of(live_database)).problem == ""


async def test_a_refresher_that_was_killed_holds_nobody_up_for_long(
    live_database, settings, mailbox, provider, tokens
):
    await granted(live_database, settings, mailbox, provider)
    async with live_database.session() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await session.execute(update(MailGrant).values(refreshing_until=past))
    assert (await tokens.access(mailbox.id, HOST)).token.startswith("canary-access")


async def test_another_server_never_sees_a_token(live_database, settings, mailbox, provider, tokens):
    await granted(live_database, settings, mailbox, provider, seconds=3600)
    assert (await tokens.access(mailbox.id, "smtp.gmail.com")).token
    for host in ("smtp.evil.example", "smtp.gmail.com.evil.example", "smtp.office365.com"):
        with pytest.raises(NoAccess, match="server was changed"):
            await tokens.access(mailbox.id, host)


async def test_nobody_signed_in(mailbox, tokens):
    with pytest.raises(NoAccess, match="Nobody has signed in") as refused:
        await tokens.access(mailbox.id, HOST)
    assert refused.value.again


async def test_mail_goes_out_by_token_and_waits_without_one(live_database, settings, provider):
    """A token that the server refuses is fetched anew; while nobody is signed in, mail is not even tried."""
    async with sink() as server, live_database.session() as session:
        desk = await make_desk(session)
        smtp = {"host": "127.0.0.1", "port": server.port, "security": "none", "private": True}
        mailbox = await make_mailbox(session, settings, smtp=smtp, sign_in_with="google")
        body = MailAppWrite(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        await set_mail_app(session, OPERATOR, AppProvider.google, body, sealer_of(settings))
        await make_message(session, desk.ticket, desk.agent, "Here it is.")
        await session.commit()
        await start_dispatcher(live_database)
        while await dispatch_once(session, SUBSCRIBERS, settled=False):
            pass
        await drain_jobs(session)
        await session.commit()
        changes = {"mail_sign_in_urls": {"google": provider.url}, "private_networks": ["127.0.0.0/8"]}
        made = make_desk_of(settings.model_copy(update=changes), mail_address=None)
        sender = MailSender(live_database, made, PACE)
        await rounds(sender, 3)
        assert (server.connections, (await the_mail(live_database)).state) == (0, "queued")
        await granted(live_database, settings, mailbox, provider, seconds=3600)
        await rounds(sender, 1)
        assert (server.received, (await the_mail(live_database)).state) == ([], "deferred")
        refresh = sender.tokens.access
        server.tokens["support@desk.example"] = (await refresh(mailbox.id, "127.0.0.1")).token
        await rounds(sender, 6)
        assert [each.login for each in server.received] == ["support@desk.example"]
        assert ("XOAUTH2", "support@desk.example") in server.commands
        await sender.finish()


async def rounds(sender, count):
    for _ in range(count):
        await sender.step()
        await asyncio.gather(*sender.at_work.values(), return_exceptions=True)
        await asyncio.sleep(0.06)


async def the_mail(database):
    async with database.session() as session:
        (mail,) = await mails_of(session)
        return mail
