"""Jobs of mails about accounts: ordered alike for every address, so that no answer's time tells (T85)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.actions import order
from deskbell.core.jobs import job


@job("account_mails.order_access")
async def order_access(session: AsyncSession, *, address: str) -> None:
    """Mail the owner of an address, if anybody, a link by which a password is set."""
    await order.order_access(session, address)


@job("account_mails.order_sign_up")
async def order_sign_up(session: AsyncSession, *, name: str, address: str) -> None:
    """Make an account for an address that nobody has, and mail its owner the way in."""
    await order.order_sign_up(session, name, address)


@job("account_mails.order_address")
async def order_address(session: AsyncSession, *, user_id: int, address: str) -> None:
    """Mail an address that somebody wants to add, if nobody has it, a link to that."""
    await order.order_address(session, user_id, address)


@job("account_mails.order_ticket_link")
async def order_ticket_link(session: AsyncSession, *, reference: str, address: str) -> None:
    """Mail the requester of a ticket, if they are, a link to it."""
    await order.order_ticket_link(session, reference, address)


@job("account_mails.order_organization_invitations", together=True)
async def order_organization_invitations(session: AsyncSession, *, event_ids: Sequence[int]) -> None:
    """Mail those who were asked to join an organization."""
    await order.order_organization_invitations(session, event_ids)
