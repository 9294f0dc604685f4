"""Whose account a mail's address belongs to; a stranger gets one that nobody has claimed yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.reading import Author
from deskbell.core.auth import Actor, Level
from deskbell.settings.schemas import Registration
from deskbell.user_groups.queries import system_accounts_holding
from deskbell.users.actions.meet import meet
from deskbell.users.queries import system_accounts_of
from deskbell.users.waiting import WAITS_FOR

SYSTEM: Final = Actor(kind="system", level=Level.user)
SUBMIT, REOPEN = "tickets.submit_by_email", "tickets.reopen"
NOBODY: Final = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """The account of a mail's address. The address alone proves nothing: rights need a verdict, too.

    `holds`: what its groups allow of `SUBMIT` and `REOPEN`, which open no reading.
    """

    user_id: int
    address: str
    level: Level
    disabled: bool
    holds: frozenset[str]
    waits_for: str | None = None

    @property
    def actor(self) -> Actor:
        """Who did it, for the log: the customer; the system for what only claims to be an agent's (T52)."""
        if self.level >= Level.agent:
            return SYSTEM
        return Actor(kind="user", level=Level.user, user_id=self.user_id)


@dataclass(frozen=True, slots=True)
class Senders:
    """Those that are known already, by address in small; none is a reserved address.

    `strangers_hold`: what Everyone's group allows, for those who have no account yet.
    """

    known: dict[str, Sender | None]
    strangers_hold: frozenset[str]

    def of(self, author: Author) -> Sender | None:
        """The account that the author's address has already."""
        return self.known.get(author.address.lower())

    def may_submit(self, author: Author) -> bool:
        """Whether a mail of this address may open a ticket."""
        sender = self.of(author)
        return SUBMIT in (self.strangers_hold if sender is None else sender.holds)


async def find_senders(session: AsyncSession, authors: Iterable[Author | None]) -> Senders:
    """The senders of many mails at once, as far as they have accounts, with what their groups allow."""
    addresses = list(dict.fromkeys(author.address.lower() for author in authors if author))
    rows = await system_accounts_of(session, addresses) if addresses else []
    numbers = {row["user_id"] for row in rows if row["user_id"] is not None}
    holding = await system_accounts_holding(session, [NOBODY, *numbers], (SUBMIT, REOPEN))
    known = {row["address"]: _sender(row, holding) for row in rows}
    return Senders(known, holding[NOBODY])


class UnknownSender(Exception):
    """Nobody has the address, and only agents make accounts."""


async def find_sender(
    session: AsyncSession, author: Author, senders: Senders, mode: Registration
) -> Sender | None:
    """The account, made where there is none; nothing for an address that mail to us comes in by.

    `senders` are the results of `find_senders` for this mail too. Nothing of an account that exists is
    changed by a mail (T50). Raises `UnknownSender` where the registration is closed.
    """
    key = author.address.lower()
    if key not in senders.known:
        if mode is Registration.closed:
            raise UnknownSender
        waits_for = WAITS_FOR[mode]
        person = {"name": author.name, "address": author.address}
        user_id = await meet(session, SYSTEM, **person, waits_for=waits_for)
        senders.known[key] = Sender(
            user_id,
            author.address,
            Level.user,
            disabled=False,
            holds=senders.strangers_hold,
            waits_for=waits_for,
        )
    return senders.known[key]


def _sender(row: Mapping[str, Any], holding: Mapping[int, frozenset[str]]) -> Sender | None:
    if row["user_id"] is None:
        return None
    return Sender(
        row["user_id"],
        row["address"],
        Level(row["level"]),
        disabled=row["disabled_at"] is not None,
        holds=holding[row["user_id"]],
        waits_for=row["waits_for"],
    )
