"""Whose account a mail's address belongs to; a stranger gets one that nobody has claimed yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.reading import Author
from deskbell.core.auth import Actor, Level
from deskbell.users.actions.meet import meet
from deskbell.users.queries import system_accounts_of

SYSTEM: Final = Actor(kind="system", level=Level.user)


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
            return SYSTEM
        return Actor(kind="user", level=Level.user, user_id=self.user_id)


Senders = dict[str, Sender | None]
"""Those that are known already, by address in small; none is a reserved address."""


async def find_senders(session: AsyncSession, authors: Iterable[Author | None]) -> Senders:
    """The senders of many mails at once, as far as they have accounts."""
    addresses = list(dict.fromkeys(author.address.lower() for author in authors if author))
    rows = await system_accounts_of(session, addresses) if addresses else []
    return {row["address"]: _sender(row, row["address"]) for row in rows}


async def find_sender(session: AsyncSession, author: Author, known: Senders) -> Sender | None:
    """The account, made where there is none; nothing for an address that mail to us comes in by.

    `known` are the results of `find_senders` for this mail too. Nothing of an account that exists is changed
    by a mail (T50).
    """
    key = author.address.lower()
    if key not in known:
        user_id = await meet(session, SYSTEM, name=author.name, address=author.address)
        known[key] = Sender(user_id, author.address, Level.user, disabled=False)
    return known[key]


def _sender(row: Mapping[str, Any], address: str) -> Sender | None:
    if row["user_id"] is None:
        return None
    return Sender(row["user_id"], address, Level(row["level"]), disabled=row["disabled_at"] is not None)
