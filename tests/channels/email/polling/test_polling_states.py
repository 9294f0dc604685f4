"""What a mailbox says of its polling, and what wakes it: the server, a wish, an admin who mends something."""

import asyncio

import pytest
from tests.channels.email.imap_server import ALL, USER, imap_server
from tests.channels.email.oauth_server import CLIENT_ID, CLIENT_SECRET, SCOPES, oauth_server
from tests.channels.email.polling.conftest import PACE, make_post
from tests.factories.mailboxes import OPERATOR

from deskbell.channels.email.mailboxes.actions.change import change_mailbox
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.channels.email.mailboxes.schemas import MailboxUpdate
from deskbell.channels.email.polling.actions.ask import ask_for_poll
from deskbell.channels.email.polling.pace import Pace
from deskbell.channels.email.sign_ins.actions.finish import Consent, keep_grant
from deskbell.channels.email.sign_ins.actions.set_app import set_mail_app
from deskbell.channels.email.sign_ins.models import AppProvider
from deskbell.channels.email.sign_ins.provider import App, Tokens
from deskbell.channels.email.sign_ins.schemas import MailAppWrite
from deskbell.core.outbound import Outbound

pytestmark = pytest.mark.commits


async def until(true):
    """Wait until it is so."""
    for _ in range(3000):
        if await true():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came so far")


@pytest.fixture
async def telling(desk, settings):
    """A server that tells of news, its mailbox, and a worker that polls."""
    async with imap_server() as server:
        post = await make_post(desk, settings, server)
        async with post.polled():
            yield post


async def test_idle_wakes_a_wish_wakes_and_a_change_of_the_settings_begins_anew(telling):
    post = telling

    async def idles():
        return post.server.idling == 1

    async def has_taken_all():
        return len(await post.ledger()) == post.sent

    await until(idles)
    assert (await post.standing()).live is True
    for _ in range(3):
        post.send(1)
        await until(has_taken_all)
        await until(idles)
    assert post.server.sign_ins == 1
    post.server.drop_all()
    post.send(1)
    await until(has_taken_all)
    await until(idles)
    assert (await post.standing()).error is None, "that a connection ends after a while is usual"

    post.server.inbox.add(b"Subject: untold\r\n\r\nThe server tells nobody of it.\r\n")
    post.sent += 1
    async with post.database.session() as session:
        await ask_for_poll(session, OPERATOR, post.mailbox_id)
    await until(has_taken_all)

    async def is_done():
        return (await post.standing()).asked_at is None

    await until(is_done)
    await until(idles)
    async with post.database.session() as session:
        gone = MailboxUpdate(enabled=False)
        await change_mailbox(session, OPERATOR, post.mailbox_id, gone, None, post.sealer)

    async def is_left():
        return not post.server.sessions

    await until(is_left)
    standing = await post.standing()
    assert (standing.live, standing.lease_until) == (False, None)
    assert await post.facts() == ["mailbox.poll_asked"]


async def test_a_server_that_is_away_then_back(post):
    async with imap_server(capabilities=ALL - {"IDLE"}) as later:
        await post.sql("update mailboxes set imap_port = 1")
        await post.poll()
        await post.poll()
        away = await post.standing()
        assert (away.error_code, away.failures, away.lease_until) == ("away", 2, None)
        assert away.error == (
            "It can't be reached: 127.0.0.1 doesn't answer on port 1. Check name and port; we try again by "
            "ourselves."
        )
        post.server = later
        post.send(2)
        await post.sql("update mailboxes set imap_port = :port", port=later.port)
        await post.poll()
        back = await post.standing()
        assert (back.error_code, back.failures, len(await post.ledger())) == (None, 0, 2)
        assert await post.facts() == ["mailbox.polling_failed", "mailbox.polling_recovered"]


def test_pauses_grow_up_to_a_limit_longer_where_an_admin_has_to_do_something():
    pace = Pace()
    assert [pace.pause("away", n).total_seconds() for n in (1, 2, 3, 9, 99)] == [5, 10, 20, 120, 120]
    assert [pace.pause("login", n).total_seconds() for n in (1, 2, 99)] == [60, 120, 3600]


async def test_what_an_admin_has_to_mend_is_said_in_a_sentence(post):
    server = post.server
    cases = [
        (
            {"imap_folder": "Desk"},
            "folder",
            "The folder Desk can't be opened: Mailbox doesn't exist. Choose another one; there are: INBOX.",
        ),
        (
            {"imap_security": "starttls"},
            "tls",
            "127.0.0.1 can't secure the connection: It offers no STARTTLS. Choose another security.",
        ),
        (
            {"imap_private": False},
            "refused",
            (
                "We don't connect there: 127.0.0.1 is in a private network, which has to be allowed for this "
                "server."
            ),
        ),
        (
            {"imap_username": "somebody@else.example"},
            "login",
            (
                "The server refuses the name somebody@else.example with this password: "
                "[AUTHENTICATIONFAILED] Invalid credentials. Enter the password again; many providers want "
                "an app password made for this."
            ),
        ),
        (
            {"imap_password_sealed": None},
            "password",
            "No password is stored for this mailbox. Enter it in the settings for incoming mail.",
        ),
    ]
    usual = {"imap_folder": "INBOX", "imap_security": "none", "imap_private": True, "imap_username": USER}
    post.send(1)
    for changed, code, sentence in cases:
        values = {"imap_security": "tls" if code == "refused" else "none"} | changed
        names = ", ".join(f"{name} = :{name}" for name in {**usual, **values})
        await post.sql(f"update mailboxes set {names}", **{**usual, **values})
        await post.poll()
        standing = await post.standing()
        assert (standing.error_code, standing.error) == (code, sentence)
    assert (server.fetched, len(set(await post.facts()))) == ([], 1)


@pytest.mark.parametrize("without", [{"AUTH=PLAIN"}, {"MOVE"}, {"MOVE", "UIDPLUS"}])
async def test_older_servers(desk, settings, without):
    async with imap_server(capabilities=ALL - {"IDLE"} - without, password='g"e\\heim') as server:
        post = await make_post(desk, settings, server, after="move", move_to="Done")
        post.send(2)
        await post.poll()
        standing = await post.standing()
        assert (standing.error, len(await post.ledger())) == (None, 2)
        assert len(server.folders["Done"].mails) == 2
        left = [each.flags for each in server.inbox.mails]
        assert left == ([{r"\Deleted"}] * 2 if "UIDPLUS" in without else [])


async def test_a_server_that_does_not_let_us_mark_mails_is_told_of_and_taken_from(post):
    post.server.misbehave = lambda at, verb: (
        "NO not allowed" if (at, verb) == ("before", "UID STORE") else None
    )
    post.send(PACE.batch_mails + 1)
    await post.poll()
    standing = await post.standing()
    assert len(await post.ledger()) == PACE.batch_mails + 1
    assert standing.error_code == "after"
    assert standing.error == (
        "Mails are taken, but the server doesn't let us mark them as read afterwards: not allowed. Choose "
        "something else to do with them."
    )
    post.server.misbehave = None
    await post.poll()
    assert all(each.flags for each in post.server.inbox.mails)
    assert (await post.standing()).error is None


async def test_an_access_token_is_fetched_spoilt_when_it_is_refused_and_fetched_anew(desk, settings, server):
    """XOAUTH2, with a provider of this machine."""
    outbound = Outbound(["127.0.0.0/8"])
    async with oauth_server() as provider:
        post = await make_post(desk, settings, server, username=None, password=None)
        provider.granted["first-refresh"] = SCOPES["google"]
        app = App(AppProvider.google, CLIENT_ID, CLIENT_SECRET)
        async with desk.database.session() as session:
            body = MailAppWrite(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
            await set_mail_app(session, OPERATOR, AppProvider.google, body, post.sealer)
            signs_in = MailboxUpdate(sign_in_with="google")
            await change_mailbox(session, OPERATOR, post.mailbox_id, signs_in, None, post.sealer)
            kept = Tokens("first-access", "first-refresh", 3600, USER)
            await keep_grant(session, OPERATOR, Consent(post.mailbox_id, app, "x"), kept, post.sealer)
        logins = post.logins(outbound, {"google": provider.url})
        server.token = "another"
        post.send(1)
        await post.poll(logins=logins)
        standing = await post.standing()
        assert standing.error == (
            f"The server refuses our access for {USER}: [AUTHENTICATIONFAILED] Invalid credentials. Connect "
            "the mailbox again."
        )
        login = await logins.of(await mailbox_of(post))
        server.token = login.access_token
        assert login.access_token != "first-access"
        await post.poll(logins=logins)
        assert ((await post.standing()).error, len(await post.ledger())) == (None, 1)
        server.capabilities = server.capabilities - {"AUTH=XOAUTH2"} | {"AUTH=OAUTHBEARER"}
        await post.poll(logins=logins)
        assert (await post.standing()).error is None
        await post.sql("update mailbox_pollings set account = 'another@desk.example.com'")
        await post.poll(logins=logins)
        assert server.fetched == [1, 1], "another account's folder is another folder"
    await outbound.close()


async def mailbox_of(post):
    async with post.database.session() as session:
        return (await system_mailboxes(session))[post.mailbox_id]
