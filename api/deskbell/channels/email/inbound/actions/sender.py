"""Whose account a mail's address belongs to; a stranger gets one that nobody has claimed yet."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.reading import Author
from deskbell.core.auth import Actor, Level
from deskbell.users.actions.meet import meet
from deskbell.users.queries import system_account_of


@dataclass(frozen=True, slots=True)
class Sender:
    """The account of a mail's address. The address alone proves nothing: rights need a verdict, too."""

    user_id: int
    address: str
    level: Level
    disabled: bool

    @property
    def actor(self) -> Actor:
        """Who did it, for the log: the customer; the system for what only claims to be an agent's (T52)."""
        if self.level >= Level.agent:
            return Actor(kind="system", level=Level.user)
        return Actor(kind="user", level=Level.user, user_id=self.user_id)


async def find_sender(session: AsyncSession, author: Author) -> Sender | None:
    """The account, made where there is none; nothing for an address that mail to us comes in by.

    Nothing of an account that exists is changed by a mail (T50).
    """
    row = await system_account_of(session, author.address)
    if row is None:
        system = Actor(kind="system", level=Level.user)
        user_id = await meet(session, system, name=author.name, address=author.address)
        return Sender(user_id, author.address, Level.user, disabled=False)
    if row["user_id"] is None:
        return None
    return Sender(
        row["user_id"], author.address, Level(row["level"]), disabled=row["disabled_at"] is not None
    )
