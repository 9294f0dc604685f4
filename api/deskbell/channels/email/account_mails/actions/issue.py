"""Making a link at the moment in which its mail is written: the secret is known to that mail alone."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.pages import CLAIM, ORGANIZATION, TICKET, VERIFY, page, reset_page
from deskbell.channels.email.account_mails.queries import (
    Account,
    system_account_of,
    system_is_taken,
    system_name_of,
)
from deskbell.channels.email.composing.texts import (
    ClaimWords,
    InvitationWords,
    RegistrationWords,
    ResetWords,
    TicketLinkWords,
    VerifyWords,
    Words,
)
from deskbell.channels.email.outbox.facts.queries import TicketFacts
from deskbell.channels.email.outbox.models import MailKind
from deskbell.channels.email.outbox.writing import NothingToSay, Ordered
from deskbell.core.auth import Act, Actor, Level
from deskbell.events.record import record
from deskbell.organizations.invitations.queries import system_inviting_organization
from deskbell.sessions.actions.reset_password import LIFETIME as RESET_LIFETIME
from deskbell.sessions.actions.reset_password import issue_reset_link
from deskbell.sessions.events import LinkIssued
from deskbell.sessions.links import NEW_ADDRESS, LinkPurpose, issue_link
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import TicketSettings
from deskbell.tickets.actions.links import create_link
from deskbell.tickets.queries import get_allowed

CLAIM_LIFETIME = timedelta(days=7)
VERIFY_LIFETIME = timedelta(days=2)
PROVING: dict[str, timedelta] = {MailKind.verify: VERIFY_LIFETIME, MailKind.registration: timedelta(days=7)}
"""Mails whose link proves the address that they went to, and how long it works."""
SYSTEM = Actor(kind="system", level=Level.admin)
GONE = "The account was disabled, or the address is not its own any more."


async def issue(
    session: AsyncSession,
    mail: Ordered,
    address: str,
    helpdesk: str,
    base_url: str,
    ticket: TicketFacts | None,
) -> Words:
    """The words of a mail about an account, with a new link in them. Raises `NothingToSay`."""
    if mail.kind == MailKind.add_address:
        return await _address_words(session, mail.user_id or 0, address, helpdesk, base_url)
    account = await system_account_of(session, mail.user_id or 0, address)
    if account is None:
        raise NothingToSay(GONE)
    if mail.kind == MailKind.ticket_link:
        words = await _ticket_link(session, account, helpdesk, base_url, ticket)
        return replace(words, arrived=mail.message_id is not None)
    if mail.kind == MailKind.reset:
        secret = await issue_reset_link(session, SYSTEM, account.user_id)
        link = page(base_url, reset_page(account.level), secret)
        return ResetWords(helpdesk=helpdesk, link=link, hours=_hours(RESET_LIFETIME))
    if mail.kind in PROVING:
        return await _proving_words(session, mail, account, helpdesk, base_url)
    organization = ""
    if mail.kind == MailKind.invitation:
        organization = await system_inviting_organization(session, account.address) or ""
        if account.claimed and organization:
            return await _join(session, mail, helpdesk, base_url, organization)
    return await _claim_words(session, mail, account, helpdesk, base_url, organization)


async def _proving_words(
    session: AsyncSession, mail: Ordered, account: Account, helpdesk: str, base_url: str
) -> Words:
    """The words of a mail whose link proves the address."""
    secret = await _issued(session, LinkPurpose.verify, account, PROVING[mail.kind])
    link, hours = page(base_url, VERIFY, secret), _hours(PROVING[mail.kind])
    if mail.kind == MailKind.registration:
        return RegistrationWords(helpdesk=helpdesk, link=link, hours=hours)
    return VerifyWords(helpdesk=helpdesk, address=account.address, link=link, hours=hours)


async def _claim_words(
    session: AsyncSession, mail: Ordered, account: Account, helpdesk: str, base_url: str, organization: str
) -> Words:
    """The words of a mail by which an account gets its first password. Raises `NothingToSay`."""
    if account.claimed:
        raise NothingToSay("The account has a password by now.")
    secret = await _issued(session, LinkPurpose.claim, account, CLAIM_LIFETIME)
    link, hours = page(base_url, CLAIM, secret), _hours(CLAIM_LIFETIME)
    if mail.kind == MailKind.claim:
        return ClaimWords(helpdesk=helpdesk, link=link, hours=hours)
    inviter = await system_name_of(session, mail.ordered_by_id) if mail.ordered_by_id else ""
    return InvitationWords(
        helpdesk=helpdesk, inviter=inviter, link=link, hours=hours, organization=organization
    )


async def _join(
    session: AsyncSession, mail: Ordered, helpdesk: str, base_url: str, organization: str
) -> InvitationWords:
    """Whoever has a password takes the invitation up on their own page."""
    inviter = await system_name_of(session, mail.ordered_by_id) if mail.ordered_by_id else ""
    return InvitationWords(
        helpdesk=helpdesk,
        inviter=inviter,
        link=f"{base_url}{ORGANIZATION}",
        hours=0,
        organization=organization,
        claimed=True,
    )


async def _address_words(
    session: AsyncSession, user_id: int, address: str, helpdesk: str, base_url: str
) -> VerifyWords:
    """The words to an address that an account is to have, as long as nobody has it."""
    account = await system_account_of(session, user_id)
    if account is None or await system_is_taken(session, address):
        raise NothingToSay(GONE)
    data = {NEW_ADDRESS: address}
    secret = await issue_link(session, LinkPurpose.add_address, user_id, VERIFY_LIFETIME, data=data)
    await record(session, SYSTEM, LinkIssued(user_id=user_id, purpose="add_address"))
    link = page(base_url, VERIFY, secret)
    return VerifyWords(helpdesk=helpdesk, address=address, link=link, hours=_hours(VERIFY_LIFETIME))


async def _issued(session: AsyncSession, purpose: LinkPurpose, account: Account, lifetime: timedelta) -> str:
    """A new link to the account, which proves the address that it is mailed to."""
    secret = await issue_link(session, purpose, account.user_id, lifetime, address_id=account.address_id)
    await record(session, SYSTEM, LinkIssued(user_id=account.user_id, purpose=purpose.value))
    return secret


async def _ticket_link(
    session: AsyncSession, account: Account, helpdesk: str, base_url: str, facts: TicketFacts | None
) -> TicketLinkWords:
    """A new link to the ticket, made in the name of its requester."""
    if facts is None or facts.requester_id != account.user_id:
        raise NothingToSay("The ticket is not this person's any more.")
    ticket = await get_allowed(session, SYSTEM, Act.link, facts.id)
    requester = Actor(kind="user", level=Level.guest, user_id=account.user_id)
    days = (await system_section(session, TicketSettings)).link_days
    _, secret = await create_link(session, requester, ticket, days)
    link = page(base_url, TICKET, secret)
    return TicketLinkWords(helpdesk=helpdesk, reference=facts.reference, link=link, hours=24 * days)


def _hours(lifetime: timedelta) -> int:
    return int(lifetime.total_seconds() // 3600)
