"""Forgetting who somebody was: the account stays as nobody's, and so do its tickets."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.api_keys.models import ApiKey
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.permissions.checking import require
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.events import EndReason
from deskbell.sessions.models import SignInSession, SingleUseLink, Visit
from deskbell.sessions.second_factor.models import AuthenticatorApp, Passkey, RecoveryCode
from deskbell.tickets.messages.models import Message, MessageSearch
from deskbell.tickets.models import Ticket, TicketCopy, TicketFollower
from deskbell.tickets.people.queries import system_selves
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.users.actions.change_level import change_level
from deskbell.users.changing import changeable
from deskbell.users.contacts.models import UserPhone
from deskbell.users.events import UserErased
from deskbell.users.models import User, UserAddress

NOBODY: Final = "Erased person"
GAP: Final = "[erased]"
SHORTEST: Final = 4
"""Shorter words are left in texts: they are parts of others."""
FORGOTTEN: Final = (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    SingleUseLink,
    Visit,
    UserPhone,
    KeptSubmission,
    TicketFollower,
)


async def erase_user(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Forget a person: name, addresses, numbers, and everything that opens the account.

    In the texts of their tickets, too: name and addresses as they were written. What was merged into the
    account is forgotten with it.

    Raises `NotFound`, `NotAllowed`, `NotYourself` (agents and admins), `LastAdmin`.
    """
    if user_id != actor.user_id:
        require(actor, "people.delete")
    user = await changeable(session, actor, user_id)
    if user.erased_at is not None:
        raise NotFound
    if user.level > Level.user:
        user = await change_level(session, actor, user_id, Level.user)
    selves = await system_selves(session, user_id)
    words = await _words_of(session, selves)
    await _forget_in_texts(session, selves, words)
    for kind in FORGOTTEN:
        await session.execute(delete(kind).where(kind.user_id.in_(selves)))
    addresses = select(func.lower(UserAddress.address)).where(UserAddress.user_id.in_(selves))
    await session.execute(delete(TicketCopy).where(func.lower(TicketCopy.address).in_(addresses)))
    await session.execute(delete(UserAddress).where(UserAddress.user_id.in_(selves)))
    await session.execute(delete(ApiKey).where(ApiKey.user_id.in_(selves)))
    await end_sessions(session, actor, user_id, EndReason.disabled)
    gone = {"user_agent": None, "address": None}
    await session.execute(update(SignInSession).where(SignInSession.user_id.in_(selves)).values(gone))
    now = datetime.now(UTC)
    values = {"name": NOBODY, "password_hash": None, "waits_for": None, "disabled_at": now, "erased_at": now}
    await session.execute(update(User).where(User.id.in_(selves)).values(values | {"updated_at": now}))
    await record(session, actor, *(UserErased(user_id=each) for each in selves))


async def _words_of(session: AsyncSession, selves: Sequence[int]) -> list[str]:
    """What names a person in a text, the longest first."""
    names = await session.scalars(select(User.name).where(User.id.in_(selves)))
    addresses = await session.scalars(select(UserAddress.address).where(UserAddress.user_id.in_(selves)))
    numbers = await session.scalars(select(UserPhone.number).where(UserPhone.user_id.in_(selves)))
    words = {*names, *addresses, *numbers}
    words |= {html.escape(word) for word in words}
    return sorted((word for word in words if len(word) >= SHORTEST), key=len, reverse=True)


async def _forget_in_texts(session: AsyncSession, selves: Sequence[int], words: Sequence[str]) -> None:
    """Put a gap where a person is named in the tickets that they asked."""
    if not words:
        return
    pattern = "|".join(re.escape(word) for word in words)
    theirs = select(Ticket.id).where(Ticket.requester_id.in_(selves))
    named = or_(Message.text.op("~*")(pattern), Message.html.op("~*")(pattern))
    found = (Message.ticket_id.in_(theirs), named)
    gaps = {
        column: func.regexp_replace(getattr(Message, column), pattern, GAP, "gi")
        for column in ("text", "html", "reply_html")
    }
    row = update(Message).where(*found).values(gaps).returning(Message.id)
    changed = list(await session.scalars(row.execution_options(synchronize_session=False)))
    subject = {
        column: func.regexp_replace(getattr(Ticket, column), pattern, GAP, "gi")
        for column in ("subject", "preview")
    }
    tickets = update(Ticket).where(Ticket.requester_id.in_(selves)).values(subject)
    await session.execute(tickets.execution_options(synchronize_session=False))
    lexemes = func.tsvector_to_array(func.to_tsvector("simple", " ".join(words)))
    search = update(MessageSearch).where(MessageSearch.ticket_id.in_(theirs))
    forgotten = search.values(words=func.ts_delete(MessageSearch.words, lexemes))
    if changed:
        await session.execute(forgotten.execution_options(synchronize_session=False))
