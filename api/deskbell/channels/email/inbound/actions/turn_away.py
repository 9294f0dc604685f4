"""Bans and parser rules: which mail becomes no message."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.queries import Ban, Bans, system_bans
from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.inbound.office import Office
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.channels.email.inbound.ruling import read_of, seen
from deskbell.channels.email.parser_rules.applying import apply
from deskbell.channels.email.parser_rules.conditions import Phase


async def bans_of(session: AsyncSession, mails: Iterable[ReadMail], office: Office) -> Bans:
    """The bans that may be in the way of these mails, in one look."""
    mails = list(mails)
    addresses = {address for mail in mails for address in _addresses(mail)}
    clients = {client for mail in mails if (client := _client(mail, office))}
    return await system_bans(session, addresses, sorted(clients))


def ban_of(mail: ReadMail, bans: Bans, office: Office) -> Ban | None:
    """The ban that a mail is under; it does not count for a mail that is surely an agent's."""
    return bans.of(_addresses(mail), _client(mail, office))


def ruled(mail: ReadMail, office: Office) -> ReadMail:
    """The mail with what all parser rules want of it."""
    if not office.rules:
        return mail
    if not mail.ruled.stopped:
        view = seen(mail.claimed, mail.claimed.raw)
        author = (mail.author.name, mail.author.address) if mail.author else ("", "")
        automatic = mail.robot.automatic or mail.ruled.automatic
        view.know(read_of(mail.parsed, author, mail.verdict.standing, automatic=automatic))
        apply(office.rules, Phase.after, view, mail.ruled, decides=not mail.claimed.again)
    if not mail.ruled.automatic:
        return mail
    return replace(mail, robot=replace(mail.robot, auto_submitted="parser-rule"))


def _addresses(mail: ReadMail) -> list[str]:
    return [each for each in (mail.author.address if mail.author else "", mail.claimed.sender) if each]


def _client(mail: ReadMail, office: Office) -> str:
    """The server that brought it, where that is a stranger's and not our own provider's."""
    claimed = mail.claimed
    return claimed.client if claimed.source == Source.smtp and office.is_direct(claimed.mailbox_id) else ""
