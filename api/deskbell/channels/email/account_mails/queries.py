"""What mails about accounts have to know of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.channels.email.account_mails.schemas import InvitationRead, Invited
from deskbell.channels.email.outbox.models import SECRET_KINDS, MailKind, MailState, OutgoingMail
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.sessions.links import LinkPurpose
from deskbell.sessions.models import SingleUseLink
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import visible_to as visible_tickets
from deskbell.users.models import User, UserAddress
from deskbell.users.queries import seen_by
from deskbell.users.schemas import level_name

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Account:
    """An account at one of its addresses."""

    user_id: int
    name: str
    level: int
    claimed: bool
    address_id: int
    address: str
    verified: bool
    waits_for: str | None


_ACCOUNT = select(
    User.id,
    User.name,
    User.level,
    User.password_hash.is_not(None),
    UserAddress.id,
    UserAddress.address,
    UserAddress.verified_at.is_not(None),
    User.waits_for,
).join(UserAddress, UserAddress.user_id == User.id)


async def system_is_taken(session: AsyncSession, address: str) -> bool:
    """Whether an account or a mailbox has this address."""
    same = func.lower(UserAddress.address) == func.lower(address)
    return await session.scalar(select(UserAddress.id).where(same)) is not None


async def system_has_verified(session: AsyncSession, user_id: int) -> bool:
    """Whether any address of an account is proven."""
    proven = (UserAddress.user_id == user_id, UserAddress.verified_at.is_not(None))
    return await session.scalar(select(UserAddress.id).where(*proven).limit(1)) is not None


async def system_account_at(session: AsyncSession, address: str) -> Account | None:
    """The account that has this address and may be used."""
    same = func.lower(UserAddress.address) == func.lower(address)
    row = (await session.execute(_ACCOUNT.where(same, User.disabled_at.is_(None)))).one_or_none()
    return None if row is None else Account(*row)


async def system_account_of(
    session: AsyncSession, user_id: int, address: str | None = None
) -> Account | None:
    """An account at this address, or at its primary one, if it may be used."""
    where = (
        UserAddress.is_primary if address is None else func.lower(UserAddress.address) == func.lower(address)
    )
    statement = _ACCOUNT.where(User.id == user_id, User.disabled_at.is_(None), where)
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else Account(*row)


async def account_seen_by(
    session: AsyncSession, actor: Actor, user_id: int, address_id: int | None = None
) -> Account | None:
    """The account at this address, or at its primary one, if the actor may see it."""
    at = UserAddress.is_primary if address_id is None else UserAddress.id == address_id
    one = (User.id == user_id, at, User.disabled_at.is_(None))
    row = (await session.execute(_ACCOUNT.where(*one, seen_by(actor)))).one_or_none()
    return None if row is None else Account(*row)


async def system_mails_of_the_hour(session: AsyncSession, user_id: int, kind: MailKind) -> int:
    """How many such mails a person was sent in the last hour: links to tickets count apart from the others.

    So nobody who asks for much is kept from signing in.
    """
    links = frozenset({MailKind.ticket_link})
    alike = links if kind in links else SECRET_KINDS - links
    recent = OutgoingMail.created_at > func.now() - HOUR
    mails = (OutgoingMail.user_id == user_id, OutgoingMail.kind.in_(alike), recent)
    return await session.scalar(select(func.count()).where(*mails)) or 0


async def system_asked_today(session: AsyncSession, user_id: int) -> bool:
    """Whether the person was asked to confirm their message within the last day."""
    recent = OutgoingMail.created_at > func.now() - DAY
    mails = (OutgoingMail.user_id == user_id, OutgoingMail.kind == MailKind.registration, recent)
    return await session.scalar(select(OutgoingMail.id).where(*mails).limit(1)) is not None


async def system_ticket_of(session: AsyncSession, actor: Actor, reference: str, user_id: int) -> int | None:
    """The living ticket of this reference, if the person is its requester."""
    mine = (Ticket.reference == reference, Ticket.requester_id == user_id)
    return await session.scalar(visible_tickets(actor).with_only_columns(Ticket.id).where(*mine))


async def system_name_of(session: AsyncSession, user_id: int) -> str:
    """A person's name."""
    return await session.scalar(select(User.name).where(User.id == user_id)) or ""


_inviter = aliased(User)
_link_ends = (
    select(func.max(SingleUseLink.expires_at))
    .where(
        SingleUseLink.user_id == User.id,
        SingleUseLink.purpose == LinkPurpose.claim,
        SingleUseLink.used_at.is_(None),
    )
    .scalar_subquery()
)
_last = (
    select(func.max(OutgoingMail.id))
    .where(OutgoingMail.user_id == User.id, OutgoingMail.kind == MailKind.invitation)
    .correlate(User)
    .scalar_subquery()
)
_INVITATIONS = (
    select(
        OutgoingMail.id,
        OutgoingMail.created_at,
        OutgoingMail.state,
        OutgoingMail.ordered_by_id,
        _inviter.name.label("inviter"),
        User.id.label("user_id"),
        User.name,
        User.level,
        UserAddress.address,
        _link_ends.label("expires_at"),
    )
    .join(User, User.id == OutgoingMail.user_id)
    .join(UserAddress, UserAddress.user_id == User.id)
    .outerjoin(_inviter, _inviter.id == OutgoingMail.ordered_by_id)
    .where(
        OutgoingMail.kind == MailKind.invitation,
        OutgoingMail.id == _last,
        User.claimed_at.is_(None),
        User.disabled_at.is_(None),
        UserAddress.is_primary,
        or_(
            OutgoingMail.state.not_in([MailState.accepted, MailState.failed]),
            _link_ends.is_not(None),
        ),
    )
    .order_by(OutgoingMail.id.desc())
)


async def page_of_invitations(
    connection: AsyncConnection, actor: Actor, *, cursor: str | None, limit: int
) -> Page[InvitationRead]:
    """A page of the open invitations to accounts that the actor may see, the newest first."""
    statement = _INVITATIONS.where(seen_by(actor)).limit(limit + 1)
    if cursor is not None:
        statement = statement.where(OutgoingMail.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement)).all()
    more = encode_cursor(rows[limit - 1].id) if len(rows) > limit else None
    return Page[InvitationRead](
        items=[_invitation(row) for row in rows[:limit]], next_cursor=more, total=None
    )


def _invitation(row: Any) -> InvitationRead:  # noqa: ANN401 - a row of the statement above
    by = None if row.inviter is None else Ref(id=row.ordered_by_id, name=row.inviter)
    user = Invited(id=row.user_id, name=row.name, email=row.address, level=level_name(row.level))
    return InvitationRead(
        user=user,
        invited_by=by,
        created_at=row.created_at,
        mail_state=MailState(row.state),
        expires_at=row.expires_at,
    )
