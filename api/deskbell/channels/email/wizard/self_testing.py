"""The worker's part in a test: connect, and send the mail through the mailbox's own server.

Finding it is the part of whoever takes mail in. Nothing is held open in the database meanwhile.
"""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.outbox.desk import Desk, server_for
from deskbell.channels.email.polling.actions.ask import ask_for_poll
from deskbell.channels.email.polling.problems import MailboxNotPolled
from deskbell.channels.email.sending.outcome import Outcome, State
from deskbell.channels.email.sending.server import SmtpServer
from deskbell.channels.email.sending.smtp import send
from deskbell.channels.email.sign_ins.access import AccessTokens, NoAccess
from deskbell.channels.email.wizard.actions.advance import SYSTEM, note_connected, note_failed, note_sent
from deskbell.channels.email.wizard.models import MailSelfTest
from deskbell.channels.email.wizard.self_mail import self_mail
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried
from deskbell.channels.email.wizard.servers.smtp import PATIENCE, try_smtp
from deskbell.core.db import Database

NO_SERVER: Final = "There is no server to send through. Enter the SMTP server of this mailbox."
DEMO: Final = f"{NO_SERVER} In a demonstration mail without a server goes to the inbox page only."


async def run_self_test(database: Database, desk: Desk, tokens: AccessTokens, self_test_id: int) -> None:
    """Send the mail of a test. Run once more it sends another one, which counts as well."""
    async with database.session() as session:
        mailbox = await _mailbox_of(session, self_test_id)
    if mailbox is None:
        return
    server = await _ready(desk, tokens, mailbox)
    tried = server if isinstance(server, Tried) else await try_smtp(server, desk.guard)
    if tried.obstacle is not None or isinstance(server, Tried):
        async with database.session() as session:
            await note_failed(session, self_test_id, tried.obstacle or Obstacle.broken, tried.says)
        return
    async with database.session() as session:
        await note_connected(session, self_test_id)
    outcome = await _sent(desk, mailbox, server, self_test_id)
    async with database.session() as session:
        if outcome.state in {State.accepted, State.uncertain}:
            await note_sent(session, self_test_id)
            with contextlib.suppress(MailboxNotPolled):
                await ask_for_poll(session, SYSTEM, mailbox.id)
        else:
            answer = outcome.deliveries[0].answer
            says = f"{server.host} did not take the mail from {mailbox.address}: {answer}"
            await note_failed(session, self_test_id, Obstacle.refused, says)


async def _mailbox_of(session: AsyncSession, self_test_id: int) -> Mailbox | None:
    test = await session.get(MailSelfTest, self_test_id)
    return None if test is None else await session.get(Mailbox, test.mailbox_id)


async def _ready(desk: Desk, tokens: AccessTokens, mailbox: Mailbox) -> SmtpServer | Tried:
    """The server with its login, or why there is none."""
    server = server_for(desk, mailbox)
    if server is None:
        return Tried(Obstacle.no_server, DEMO if desk.settings.demo else NO_SERVER)
    if mailbox.sign_in_with is None or mailbox.smtp_host is None:
        return server
    try:
        access = await tokens.access(mailbox.id, server.host)
    except NoAccess as error:
        return Tried(Obstacle.sign_in, str(error))
    return replace(server, login=access.login(mailbox.smtp_username, mailbox.address))


async def _sent(desk: Desk, mailbox: Mailbox, server: SmtpServer, self_test_id: int) -> Outcome:
    address = plain_address(mailbox.address) or mailbox.address
    raw = self_mail(address, desk.signer.test_token(self_test_id), datetime.now(UTC), desk.dkim)
    server = replace(server, patience=PATIENCE)
    return await send(raw, address, [address], server, guard=desk.guard)
