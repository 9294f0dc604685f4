"""Having a mail about an account sent. Nobody but its owner learns whether there is one (T85)."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.problems import AlreadyClaimed, AlreadyVerified
from deskbell.channels.email.account_mails.queries import (
    Account,
    account_seen_by,
    system_account_at,
    system_account_of,
    system_asked_today,
    system_has_verified,
    system_is_taken,
    system_mails_of_the_hour,
    system_ticket_of,
)
from deskbell.channels.email.outbox.actions.order import To, Wanted, order
from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.models import StoredEvent
from deskbell.organizations.invitations.queries import system_invitation_mail
from deskbell.settings.queries import system_registration
from deskbell.settings.schemas import Registration
from deskbell.users.actions.meet import meet
from deskbell.users.models import WaitsFor
from deskbell.users.problems import RegistrationClosed

AN_HOUR = 3
LET_IN_BY_LINK = (None, WaitsFor.verification)
SYSTEM = Actor(kind="system", level=Level.admin)


async def order_access(session: AsyncSession, address: str) -> None:
    """Mail the owner of an address a link by which a password is set; nothing where nobody has it.

    Nothing goes to an unproven address of somebody who has a proven one: it may be a stranger's.
    """
    account = await system_account_at(session, address)
    if account is None or account.waits_for not in LET_IN_BY_LINK:
        return
    if account.verified or not await system_has_verified(session, account.user_id):
        await _order(session, SYSTEM, MailKind.reset if account.claimed else MailKind.claim, account)


async def order_sign_up(session: AsyncSession, name: str, address: str) -> None:
    """Make an account for an address that nobody has, then do as `order_access`.

    Nothing of an account that exists is changed. Where an agent lets people in, a new one waits for that.
    """
    mode = await system_registration(session)
    waits_for = WaitsFor.approval if mode is Registration.approved else None
    if mode is not Registration.closed:
        with suppress(IntegrityError):
            async with session.begin_nested():
                await meet(session, SYSTEM, name=name, address=address, waits_for=waits_for)
    await order_access(session, address)


async def order_confirmation(session: AsyncSession, user_id: int) -> None:
    """Mail somebody who waits for it the link that lets their message in; one a day at most (T56)."""
    account = await system_account_of(session, user_id)
    if account is None or account.waits_for != WaitsFor.verification:
        return
    if not await system_asked_today(session, user_id):
        await _order(session, SYSTEM, MailKind.registration, account)


async def order_address(session: AsyncSession, user_id: int, address: str) -> None:
    """Mail an address that somebody wants to add a link to it; nothing where anybody has it (T85)."""
    account = await system_account_of(session, user_id)
    if account is None or await system_is_taken(session, address):
        return
    if await system_mails_of_the_hour(session, user_id, MailKind.add_address) < AN_HOUR:
        to = [To(address)]
        await order(session, SYSTEM, Wanted(MailKind.add_address, to, user_id=user_id))


async def order_verification_of(session: AsyncSession, actor: Actor, user_id: int, address_id: int) -> None:
    """Mail one of somebody's addresses a link that proves it. Raises `NotFound`, `AlreadyVerified`."""
    account = await account_seen_by(session, actor, user_id, address_id)
    if account is None:
        raise NotFound
    if account.verified:
        raise AlreadyVerified
    await _order(session, actor, MailKind.verify, account)


async def order_claim(session: AsyncSession, user_id: int) -> None:
    """Mail somebody who was let in, and has no password, the way to one."""
    account = await system_account_of(session, user_id)
    if account is not None and not account.claimed and account.waits_for is None:
        await _order(session, SYSTEM, MailKind.claim, account)


async def order_ticket_link(session: AsyncSession, reference: str, address: str) -> None:
    """Mail the requester a link to one ticket; nothing where the ticket is not theirs."""
    account = await system_account_at(session, address)
    if account is not None:
        ticket_id = await system_ticket_of(session, SYSTEM, reference, account.user_id)
        if ticket_id is not None:
            await _order(session, SYSTEM, MailKind.ticket_link, account, ticket_id)


async def order_invitation(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Invite somebody whose account has no password. Raises `NotFound`, `AlreadyClaimed`."""
    account = await account_seen_by(session, actor, user_id)
    if account is None:
        raise NotFound
    if account.claimed:
        raise AlreadyClaimed
    await _order(session, actor, MailKind.invitation, account)


async def order_verification(session: AsyncSession, actor: Actor) -> None:
    """Mail the actor a link that proves their primary address. Raises `AlreadyVerified`."""
    account = await system_account_of(session, actor.account_id)
    if account is None:
        raise NotFound
    if account.verified:
        raise AlreadyVerified
    await _order(session, actor, MailKind.verify, account)


async def order_organization_invitations(session: AsyncSession, event_ids: Sequence[int]) -> None:
    """Mail those who were asked to join an organization, unless that was taken back in the meantime.

    Whoever has no account gets one that waits for its first password.
    """
    events = select(StoredEvent.data).where(StoredEvent.id.in_(event_ids)).order_by(StoredEvent.id)
    for data in await session.scalars(events):
        asked = await system_invitation_mail(session, data["invitation_id"])
        if asked is None:
            continue
        with suppress(IntegrityError):
            async with session.begin_nested():
                await meet(session, SYSTEM, name=asked.name, address=asked.address)
        account = await system_account_at(session, asked.address)
        if account is not None:
            await _order(session, SYSTEM, MailKind.invitation, account, ordered_by_id=asked.invited_by_id)


async def _order(
    session: AsyncSession,
    actor: Actor,
    kind: MailKind,
    account: Account,
    ticket_id: int | None = None,
    *,
    ordered_by_id: int | None = None,
) -> None:
    """Order it, unless the person got enough of them within the hour.

    The name of an address that nobody has proven may be a stranger's words (T56).
    """
    if await system_mails_of_the_hour(session, account.user_id, kind) < AN_HOUR:
        to = [To(account.address, account.name if account.verified or actor is not SYSTEM else "")]
        about = Wanted(kind, to, ticket_id=ticket_id, user_id=account.user_id, ordered_by_id=ordered_by_id)
        await order(session, actor, about)


async def refuse_sign_ups(session: AsyncSession) -> None:
    """Raises `RegistrationClosed` where only agents make accounts."""
    if await system_registration(session) is Registration.closed:
        raise RegistrationClosed
