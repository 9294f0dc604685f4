"""The demonstration's mails: real ones, which go the way of all mail, but for the network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.store import Arrival, store
from deskbell.channels.email.inbound.models import InboundMail, Source
from deskbell.channels.email.inbound.reading import MailReader
from deskbell.channels.email.inbound.work import take_in_waiting
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.resolver import LookupFailed
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.core.db import Database
from deskbell.core.storage import Storage
from deskbell.demo.pictures import PICTURES, document, picture
from deskbell.demo.week import Person

STATEMENT: Final = (
    "Account statement (extract)",
    "",
    "16 Nov  HARBOR AND PINE  card 4471      -1,240.00 EUR",
)
BOUNCE: Final = """\
From: Mail Delivery System <mailer-daemon@mx.fontaine-opticiens.example>
To: {to}
Date: {date}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@mx.fontaine-opticiens.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="bounce"

--bounce
Content-Type: text/plain

The mail could not be delivered: the mailbox is full.

--bounce
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.fontaine-opticiens.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

--bounce--
"""


class Silent:
    """Name servers that are not asked: the demonstration is filled without a network."""

    async def texts(self, name: str) -> list[bytes]:
        """No answer."""
        raise LookupFailed(name)

    async def addresses(self, name: str, kind: Literal["A", "AAAA"]) -> list[str]:  # noqa: ARG002 - as its protocol has it
        """No answer."""
        raise LookupFailed(name)

    async def mail_servers(self, name: str) -> list[tuple[int, str]]:
        """No answer."""
        raise LookupFailed(name)

    async def pointers(self, name: str) -> list[str]:
        """No answer."""
        raise LookupFailed(name)


class OneTransaction(Database):
    """A database of which every session is part of one transaction, which somebody else ends."""

    def __init__(self, database: Database, session: AsyncSession) -> None:
        """Take the database and its session."""
        super().__init__(database.engine, database.reads)
        self._session = session

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """The one session: what fails here fails all."""
        yield self._session


class Postman:
    """Brings mails in, one at a time."""

    def __init__(
        self,
        database: OneTransaction,
        parser: Parser,
        storage: Storage,
        signer: MailSigner,
        mailbox: tuple[int, str],
    ) -> None:
        """`mailbox`: number and address of the one that all mail goes to."""
        self._database, self.signer = database, signer
        self._reader = MailReader(parser, Silent(), storage, signer)
        self._mailbox_id, self._address = mailbox

    async def bring(
        self, session: AsyncSession, raw: bytes, sender: str, to: str | None = None
    ) -> int | None:
        """Have a mail taken in; the ticket that it became or belongs to."""
        arrival = Arrival(Source.lmtp, sender, [to or self._address])
        stored = await store(session, raw, arrival, self._mailbox_id)
        if stored is None:
            return None
        await take_in_waiting(self._database, self._reader)
        ticket_id: int | None = await session.scalar(
            select(InboundMail.ticket_id).where(InboundMail.id == stored.id)
        )
        return ticket_id

    def reply_address(self, ticket_id: int, user_id: int) -> str:
        """Where an answer about a ticket goes."""
        return self.signer.reply_address(self._address, ticket_id, user_id)

    async def bring_odd_ones(self, session: AsyncSession, mail_id: int, recipient: str, at: datetime) -> None:
        """A bounce of a mail of ours, one that nobody wrote, and one that says that we wrote it."""
        to, date = self.signer.bounce_address(self._address, mail_id), format_datetime(at)
        bounce = BOUNCE.format(to=to, date=date, number=mail_id, recipient=recipient)
        await self.bring(session, bounce.replace("\n", "\r\n").encode(), "", to)
        nobody = f"Date: {date}\r\nSubject: =?utf-8?B?/////?=\r\nFrom: <\r\n\r\n\0\1\2 scan of the order"
        await self.bring(session, nobody.encode(), "")
        us = mail(
            Person("Harbor & Pine", self._address), self._address, "Your mailbox is almost full", "Click", at
        )
        await self.bring(session, us, "noreply@quota-check.example")


def mail(who: Person, to: str, subject: str, text: str, at: datetime, file: str | None = None) -> bytes:
    """A mail as somebody's program writes it, with a picture or a document where one is named."""
    message = EmailMessage()
    message["From"] = formataddr((who.name, who.address))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = (
        f"<{at:%Y%m%d%H%M%S}.{abs(hash((who.address, subject, text))):x}@{who.address.partition('@')[2]}>"
    )
    message.set_content(text)
    if file in PICTURES:
        message.add_attachment(picture(PICTURES[file]), maintype="image", subtype="png", filename=file)
    elif file is not None:
        message.add_attachment(document(STATEMENT), maintype="application", subtype="pdf", filename=file)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
