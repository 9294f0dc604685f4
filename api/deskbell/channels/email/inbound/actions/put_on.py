"""What parser rules put on the ticket of a mail: labels and followers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.parser_rules.applying import Outcome
from deskbell.core.auth import Act, Actor
from deskbell.tickets.actions.follow import add_follower
from deskbell.tickets.actions.label import add_label
from deskbell.tickets.models import Label
from deskbell.tickets.queries import get_allowed
from deskbell.users.models import User


async def put_on(session: AsyncSession, actor: Actor, ticket_id: int, wanted: Outcome) -> None:
    """Put on the ticket what the rules want; what is gone by now is passed over.

    The admin who wrote the rule has been asked: agents without access to the department are let in.
    """
    if not wanted.label_ids and not wanted.follower_ids:
        return
    ticket = await get_allowed(session, actor, Act.label, ticket_id)
    for label_id in await _there(session, Label, wanted.label_ids):
        await add_label(session, actor, ticket, label_id)
    for user_id in await _there(session, User, wanted.follower_ids):
        await add_follower(session, actor, ticket, user_id, asked=True)
    await session.flush()
    session.expunge(ticket)  # the next mail's message is written past the session


async def _there(session: AsyncSession, model: type[Label | User], ids: Sequence[int]) -> list[int]:
    """Those that exist, in their order."""
    if not ids:
        return []
    statement = select(model.id).where(model.id.in_(ids))
    if model is User:
        statement = statement.where(User.disabled_at.is_(None))
    known = set(await session.scalars(statement))
    return [each for each in ids if each in known]
