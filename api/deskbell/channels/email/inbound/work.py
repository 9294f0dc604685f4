"""The worker's part in mail: what waits is read, and becomes visible within a second."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.actions.count import count_refused
from deskbell.channels.email.bans.queries import NO_BANS
from deskbell.channels.email.inbound.actions.claim import Claimed, claim, give_back
from deskbell.channels.email.inbound.actions.decide import AlreadyDecided
from deskbell.channels.email.inbound.actions.give_up import give_up
from deskbell.channels.email.inbound.actions.sender import find_senders
from deskbell.channels.email.inbound.actions.take_in import Desk, take_in
from deskbell.channels.email.inbound.actions.turn_away import bans_of
from deskbell.channels.email.inbound.glance import glance
from deskbell.channels.email.inbound.office import Office
from deskbell.channels.email.inbound.queries import system_office
from deskbell.channels.email.inbound.reading import MailReader, ReadMail
from deskbell.channels.email.inbound.ruling import ruled_before
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.resolver import resolver_of
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.keys import load_or_create_keys
from deskbell.core.request_id import standing_for
from deskbell.core.storage import StorageAway, StorageFull, open_storage
from deskbell.settings.queries import system_registration
from deskbell.settings.schemas import Registration

BATCH: Final = 32
POLL_SECONDS: Final = 0.1
RETRY_SECONDS: Final = 1.0
FULL_SECONDS: Final = 10.0
MOST_ATTEMPTS: Final = 5

_WAITING: Final = text("""
select id from inbound_mails
where fate = 'waiting' and (claimed_until is null or claimed_until < now()) order by id limit 1
""")

log = structlog.get_logger(__name__)


async def run_inbound(database: Database, settings: Settings) -> None:
    """Take mail in for ever; waits out a database or a disk that is away."""
    signer = MailSigner(load_or_create_keys(settings.secrets_dir))
    storage = open_storage(settings)
    async with Parser() as parser:
        reader = MailReader(parser, resolver_of(settings.name_servers), storage, signer)
        while True:
            try:
                await _until_mail_waits(database)
                await take_in_waiting(database, reader)
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("mail.in_failed", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)


async def take_in_waiting(database: Database, reader: MailReader, most: int = BATCH) -> int:
    """Take in the oldest mails that wait; how many there were.

    They are read at the same time and without a transaction, then made visible in their order: all in one
    transaction, or, when one of them can't be, each in its own.
    """
    async with database.session() as session:
        claimed = await claim(session, most)
        if not claimed:
            return 0
        office = await system_office(session)
    readings = await asyncio.gather(
        *(_read(reader, office, each) for each in claimed), return_exceptions=True
    )
    mails = [each for each in readings if isinstance(each, ReadMail)]
    for each, error in zip(claimed, readings, strict=True):
        if isinstance(error, BaseException):
            await _failed(database, each, error)
    if not await _all_at_once(database, mails, office, reader.signer):
        for mail in mails:
            await _alone(database, mail, office, reader.signer)
    return len(claimed)


async def _read(reader: MailReader, office: Office, claimed: Claimed) -> ReadMail:
    """Read a mail, unless it is turned away by what came with it."""
    mailbox = office.mailboxes.get(claimed.mailbox_id or 0)
    limit = mailbox.size_limit if mailbox else None
    ruled = ruled_before(office.rules, claimed, claimed.raw, limit, again=claimed.again)
    if ruled.decision is not None:
        return glance(claimed, ruled)
    mail = await reader.read(claimed, mailbox.trusted_servers if mailbox else ())
    return replace(mail, ruled=ruled)


async def _all_at_once(
    database: Database, mails: Sequence[ReadMail], office: Office, signer: MailSigner
) -> bool:
    try:
        async with database.session() as session:
            await _take_in(session, mails, office, signer)
    except Exception as error:  # noqa: BLE001 - whatever it is, each mail shows by itself whether it was the one
        log.info("mail.in_one_by_one", mails=len(mails), error=type(error).__name__)
        return False
    return True


async def _alone(database: Database, mail: ReadMail, office: Office, signer: MailSigner) -> None:
    try:
        async with database.session() as session:
            await _take_in(session, [mail], office, signer)
    except AlreadyDecided:
        log.info("mail.taken_by_another", inbound_mail_id=mail.claimed.id)
    except Exception as error:  # noqa: BLE001 - one mail must not hold up the others (T69)
        await _failed(database, mail.claimed, error)


async def _take_in(
    session: AsyncSession, mails: Sequence[ReadMail], office: Office, signer: MailSigner
) -> None:
    senders = await find_senders(session, (mail.author for mail in mails))
    bans = await bans_of(session, mails, office) if office.bans_exist else NO_BANS
    known = [senders.of(mail.author) for mail in mails if mail.author]
    strangers = any(sender is None or sender.waits_for for sender in known)
    registration = await system_registration(session) if strangers else Registration.open
    desk = Desk(office, signer, senders, bans, registration)
    for mail in mails:
        with standing_for(f"mail-{mail.claimed.id}"):
            await take_in(session, mail, desk)
    if desk.banned:
        await count_refused(session, desk.banned)


async def _failed(database: Database, mail: Claimed, error: BaseException) -> None:
    """What is full or away for now is not the mail's fault; anything else is, in the end."""
    if isinstance(error, asyncio.CancelledError):
        raise error
    counted = not isinstance(error, StorageFull | StorageAway | OSError)
    log.warning("mail.not_taken_in", inbound_mail_id=mail.id, error=type(error).__name__, exc_info=error)
    async with database.session() as session:
        if counted and mail.attempts >= MOST_ATTEMPTS:
            await give_up(session, mail, type(error).__name__)
        else:
            pause = 2.0**mail.attempts if counted else FULL_SECONDS
            await give_back(session, [mail.id], pause, counted=counted)


async def _until_mail_waits(database: Database) -> None:
    """Look on one connection, without a transaction; in order, so that the index of what waits is read."""
    async with database.reader() as connection:
        while True:
            if (await connection.execute(_WAITING)).scalar_one_or_none() is not None:
                return
            await asyncio.sleep(POLL_SECONDS)
