"""The listener's other side: which addresses take mail, and keeping what comes before it is acknowledged."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from typing import Final

from deskbell.channels.email.inbound.actions.store import Arrival, store
from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.listening.envelope import Envelope, Refusal, Speech, no_such_mailbox, not_now
from deskbell.channels.email.listening.listener import MailListener
from deskbell.channels.email.mailboxes.queries import system_mailbox_of
from deskbell.channels.email.signed_addresses import bare_address
from deskbell.core.db import Database

Door = tuple[Speech, socket.socket]
AT_ONE_TIME: Final = 4


class Intake:
    """Keeps mails in the database, few at a time, so that requests keep their connections."""

    def __init__(self, database: Database) -> None:
        """Take the process's connections."""
        self._database = database
        self._room = asyncio.Semaphore(AT_ONE_TIME)

    async def find_mailbox(self, address: str) -> Refusal | None:
        """Whether mail to an address is taken: a mailbox's own, with or without `+…`."""
        return None if await self._mailbox_of(address) is not None else no_such_mailbox()

    async def deliver(self, raw: bytes, envelope: Envelope) -> Mapping[str, Refusal] | None:
        """Keep the mail once for each mailbox; committed when this returns."""
        found = {each: await self._mailbox_of(each) for each in envelope.recipients}
        async with self._room, self._database.session() as session:
            for mailbox_id in dict.fromkeys(found.values()):
                if mailbox_id is None:
                    continue
                mine = [address for address, number in found.items() if number == mailbox_id]
                arrival = Arrival(
                    Source(envelope.speech), envelope.sender, mine, envelope.client, envelope.helo
                )
                if await store(session, raw, arrival, mailbox_id) is None:
                    raise not_now()
        return {address: no_such_mailbox() for address, number in found.items() if number is None}

    async def _mailbox_of(self, address: str) -> int | None:
        reads = self._database.reads
        known = await system_mailbox_of(reads, address)
        bare = bare_address(address)
        return known if known is not None or bare == address else await system_mailbox_of(reads, bare)


async def open_doors(database: Database, doors: Sequence[Door], hostname: str) -> MailListener | None:
    """Take mail on these sockets; nothing where there are none."""
    if not doors:
        return None
    intake = Intake(database)
    listener = MailListener(intake.deliver, intake.find_mailbox, hostname=hostname)
    for speech, door in doors:
        await listener.listen_on(door, speech)
    return listener
