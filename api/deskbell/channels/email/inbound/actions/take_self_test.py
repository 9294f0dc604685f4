"""Mails of a mailbox's test: they end the test and never become a ticket.

Mail that says that an address of ours wrote it is held (T59); a token that only we can make is the exception.
It opens nothing: whoever copies one gets a mail of an own address refused instead of held.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.decide import set_aside
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.channels.email.sending.outcome import readable
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.channels.email.wizard.actions.advance import note_failed, note_found
from deskbell.channels.email.wizard.self_mail import local_part, named_self_test
from deskbell.channels.email.wizard.servers.finding import Obstacle

CAME_BACK: Final = "A test of this mailbox: its mail came back in."
BOUNCED: Final = "A test of this mailbox: its mail could not be delivered."


async def take_self_test(
    session: AsyncSession, mail: ReadMail, *, ours: Callable[[str], bool], signer: MailSigner
) -> bool:
    """End the test that a mail is of; False for every other mail."""
    for bounce in mail.parsed.bounces:
        bounced = signer.read_test_token(local_part(bounce.message_id))
        if bounced is not None and bounce.action == "failed":
            reason = readable(bounce.diagnostic or bounce.status)
            says = f"A mail server could not deliver the mail: {reason}"
            await note_failed(session, bounced, Obstacle.bounced, says)
            await set_aside(session, mail, Fate.refused, BOUNCED)
            return True
    number = named_self_test(mail.parsed.headers, signer)
    if number is None or mail.author is None or not ours(mail.author.address):
        return False
    await note_found(session, number, mail.claimed.mailbox_id, mail.verdict.standing.value)
    await set_aside(session, mail, Fate.refused, CAME_BACK)
    return True
