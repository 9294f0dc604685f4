"""The listener's other side: which addresses take mail, and keeping what comes before it is acknowledged."""

import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from deskbell.channels.email.bans.actions.count import count_refused
from deskbell.channels.email.bans.queries import system_any_ban, system_bans
from deskbell.channels.email.inbound.actions.refuse_arrival import refuse_arrival
from deskbell.channels.email.inbound.actions.store import Arrival, store
from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.inbound.ruling import TOO_LARGE
from deskbell.channels.email.listening.envelope import (
    Asked,
    Envelope,
    Refusal,
    Speech,
    no_such_mailbox,
    not_now,
    not_wanted,
    too_large,
)
from deskbell.channels.email.listening.listener import MailListener
from deskbell.channels.email.mailboxes.queries import OpenMailbox, system_mailbox_of, system_postmaster_of
from deskbell.channels.email.signed_addresses import bare_address
from deskbell.core.auth import Level
from deskbell.core.db import Database
from deskbell.kit.gathering import Gathering
from deskbell.users.queries import system_accounts_of

Door = tuple[Speech, socket.socket]
AT_ONE_TIME: Final = 16
BANS_KNOWN_FOR: Final = 1.0
POSTMASTER: Final = "postmaster"
"""A name that every domain takes mail for."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one mailbox gets of a mail; with a `reason` it is refused, and kept only where that says so."""

    raw: bytes = field(repr=False)
    arrival: Arrival
    mailbox_id: int
    reason: str | None
    kept: bool


class Intake:
    """Keeps mails in the database, on one connection, so that requests keep theirs."""

    def __init__(self, database: Database) -> None:
        """Take the process's connections."""
        self._database = database
        self._storing = Gathering(self._store, most=AT_ONE_TIME)
        self._bans_exist = False
        self._bans_known_until = 0.0

    async def find_mailbox(self, asked: Asked) -> Refusal | None:
        """Whether mail to an address is taken: a mailbox's own, with or without `+…`, or a postmaster's."""
        mailbox = await self._mailbox_of(asked.address)
        if mailbox is None:
            return no_such_mailbox()
        if mailbox.size_limit is not None and asked.size > mailbox.size_limit:
            return too_large()
        if mailbox.direct and asked.speech == "smtp" and await self._surely_banned(asked):
            return not_wanted()
        return None

    async def deliver(self, raw: bytes, envelope: Envelope) -> Mapping[str, Refusal] | None:
        """Keep the mail once for each mailbox; committed when this returns."""
        found = {each: await self._mailbox_of(each) for each in envelope.recipients}
        mailboxes = {mailbox.id: mailbox for mailbox in found.values() if mailbox is not None}
        small = {each for each, mailbox in mailboxes.items() if len(raw) > (mailbox.size_limit or len(raw))}
        told = envelope.speech == "lmtp" or len(small) == len(mailboxes)
        parts = []
        for mailbox_id, mailbox in mailboxes.items():
            mine = [address for address, open_ in found.items() if open_ == mailbox]
            arrival = Arrival(Source(envelope.speech), envelope.sender, mine, envelope.client, envelope.helo)
            reason = TOO_LARGE.format(limit=mailbox.size_limit) if mailbox_id in small else None
            parts.append(Part(raw, arrival, mailbox_id, reason, kept=not told))
        if parts:
            await self._storing.ask(parts)
        return {
            address: no_such_mailbox() if mailbox is None else too_large()
            for address, mailbox in found.items()
            if mailbox is None or mailbox.id in small
        }

    async def _store(self, mails: Sequence[Sequence[Part]]) -> Sequence[None]:
        """Keep those that came at the same time in one transaction; if it fails, each is tried by itself."""
        async with self._database.session() as session:
            for part in (part for mail in mails for part in mail):
                if part.reason is not None:
                    await refuse_arrival(
                        session, part.raw, part.arrival, part.mailbox_id, part.reason, kept=part.kept
                    )
                elif await store(session, part.raw, part.arrival, part.mailbox_id) is None:
                    raise not_now()
        return [None] * len(mails)

    async def _mailbox_of(self, address: str) -> OpenMailbox | None:
        reads = self._database.reads
        known = await system_mailbox_of(reads, address)
        if known is not None:
            return known
        bare = bare_address(address)
        name, _, domain = bare.rpartition("@")
        if name.lower() == POSTMASTER:
            return await system_mailbox_of(reads, bare) or await system_postmaster_of(reads, domain)
        return None if bare == address else await system_mailbox_of(reads, bare)

    async def _surely_banned(self, asked: Asked) -> bool:
        """Whether the worker could only refuse it, too: a ban of the envelope, and surely no agent's mail.

        An agent may write to a signed address from anywhere, and is known when the mail is read.
        """
        reads = self._database.reads
        if bare_address(asked.address) != asked.address or not await self._bans():
            return False
        senders = [asked.sender] if asked.sender else []
        bans = await system_bans(reads, senders, [asked.client] if asked.client else [])
        ban = bans.of(senders, asked.client)
        if ban is None:
            return False
        owners = await system_accounts_of(reads, [each.lower() for each in senders])
        if any((each["level"] or 0) >= Level.agent for each in owners):
            return False
        async with self._database.session() as session:
            await count_refused(session, [ban.id])
        return True

    async def _bans(self) -> bool:
        """Whether there are bans at all, as of a second ago."""
        if time.monotonic() >= self._bans_known_until:
            self._bans_exist = await system_any_ban(self._database.reads)
            self._bans_known_until = time.monotonic() + BANS_KNOWN_FOR
        return self._bans_exist


async def open_doors(database: Database, doors: Sequence[Door], hostname: str) -> MailListener | None:
    """Take mail on these sockets; nothing where there are none."""
    if not doors:
        return None
    intake = Intake(database)
    listener = MailListener(intake.deliver, intake.find_mailbox, hostname=hostname)
    for speech, door in doors:
        await listener.listen_on(door, speech)
    return listener
