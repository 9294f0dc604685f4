"""Making a mail visible: a ticket or a message, its files, its events and its fate, in one transaction."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.queries import Ban, Bans
from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.inbound.actions.decide import decide, set_aside
from deskbell.channels.email.inbound.actions.keep_waiting import keep_waiting
from deskbell.channels.email.inbound.actions.put_on import put_on
from deskbell.channels.email.inbound.actions.sender import (
    REOPEN,
    Sender,
    Senders,
    UnknownSender,
    find_sender,
)
from deskbell.channels.email.inbound.actions.take_bounce import take_bounce
from deskbell.channels.email.inbound.actions.take_self_test import take_self_test
from deskbell.channels.email.inbound.actions.turn_away import ban_of, ruled
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.inbound.office import Office
from deskbell.channels.email.inbound.queries import system_automatic_since, system_known
from deskbell.channels.email.inbound.reading import Author, ReadMail
from deskbell.channels.email.inbound.ruling import FATES
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.channels.email.threads import By, Known, Threading, acting_agent, thread
from deskbell.channels.email.verdict.judging import Standing
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.problems import NotAllowed, NotFound
from deskbell.files.actions.keep import keep
from deskbell.kit.storable import one_line
from deskbell.organizations.members.queries import system_owner_of
from deskbell.permissions.queries import system_actor_of
from deskbell.settings.schemas import Registration
from deskbell.tickets.actions.defaults import BY_DEFAULT
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.actions.take_mail import Opening, answer_by_mail, copy_to, hint_at, open_by_mail
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import get_allowed, system_is_solved
from deskbell.users.waiting import still_waits

MOST_COPIES: Final = 20
STORM: Final = 20
STORM_TIME: Final = timedelta(minutes=10)
CLERK: Final = Actor(kind="system", level=Level.admin)
BY_HAND: Final = "replay"
MAY_NOT_OPEN: Final = "No group of its author may open tickets by mail (tickets.submit_by_email)."


@dataclass(frozen=True, slots=True)
class Desk:
    """What is the same for all mails of a transaction: who is known, who is banned.

    `signer` signs the addresses of the helpdesk; `banned` are the bans that kept mails out; `registration`
    says what becomes of strangers.
    """

    office: Office
    signer: MailSigner
    senders: Senders
    bans: Bans
    registration: Registration = Registration.open
    banned: list[int] = field(default_factory=list)


async def take_in(session: AsyncSession, mail: ReadMail, desk: Desk) -> None:
    """Do everything that follows from a mail, exactly once. Raises `AlreadyDecided`."""
    if mail.claimed.refusal:
        await set_aside(session, mail, Fate.refused, mail.claimed.refusal)
        return
    if await take_self_test(session, mail, ours=desk.office.is_ours, signer=desk.signer):
        return
    if mail.ruled.decision is None:
        if mail.parsed.bounces and await take_bounce(session, mail, desk.signer):
            return
        if not mail.claimed.again and (ban := await _ban(session, mail, desk)):
            desk.banned.append(ban.id)
            await set_aside(session, mail, Fate.refused, ban.said, ban_id=ban.id)
            return
        mail = ruled(mail, desk.office)
    if mail.ruled.decision is not None:
        await set_aside(session, mail, FATES[mail.ruled.decision], mail.ruled.reason)
        return
    await _make_visible(session, mail, desk)


async def _make_visible(session: AsyncSession, mail: ReadMail, desk: Desk) -> None:
    """Let it become a message, unless a person has to look at it first."""
    if mail.author is None:
        reason = "Nobody can be found who wrote it: it names no address."
        await set_aside(session, mail, Fate.unreadable, reason)
        return
    if not mail.claimed.again and (reason := await _why_held(session, mail, desk)):
        await set_aside(session, mail, Fate.held, reason)
        return
    known = await system_known(session, mail.clues)
    threading = await _where(session, mail, known, desk)
    if threading.ticket_id is None and not _may_open(mail, desk):
        await set_aside(session, mail, Fate.refused, MAY_NOT_OPEN)
        return
    sender = await _let_in(session, mail, mail.author, desk)
    if sender is None:
        return
    place = await _answer(session, mail, threading, sender) if threading.ticket_id else None
    ticket, message_id = place or await _open(session, mail, threading, sender, desk)
    await _copy(session, mail, ticket, sender, known, desk)
    await hint_at(session, ticket.id, threading.maybe_related)
    await put_on(session, CLERK, ticket.id, mail.ruled)
    await decide(
        session,
        mail,
        Fate.unreadable if mail.parsed.unreadable else Fate.accepted,
        mail.parsed.unreadable,
        threaded_by=BY_HAND if mail.claimed.ticket_id else threading.by.value,
        user_id=sender.user_id,
        ticket_id=ticket.id,
        message_id=message_id,
        answerable=mail.robot.answerable and mail.verdict.standing is not Standing.failed,
        maybe_related=threading.maybe_related,
    )


async def _let_in(session: AsyncSession, mail: ReadMail, author: Author, desk: Desk) -> Sender | None:
    """Who wrote it; nothing when the mail was set aside, or waits, for who that is."""
    mode = Registration.open if mail.claimed.again else desk.registration
    try:
        sender = await find_sender(session, author, desk.senders, mode)
    except UnknownSender:
        await set_aside(session, mail, Fate.unknown_sender, "Nobody here has this address.")
        return None
    if sender is None:
        await set_aside(session, mail, Fate.held, "It says that an address of ours wrote it.")
        return None
    if not mail.claimed.again and still_waits(mode, sender.waits_for):
        await keep_waiting(session, mail, sender)
        return None
    return sender


async def _where(session: AsyncSession, mail: ReadMail, known: Known, desk: Desk) -> Threading:
    """Where the mail goes: a solved ticket that its author may not open again is continued by another."""
    threading = _threading(mail, known)
    sender = desk.senders.of(mail.author) if mail.author else None
    if threading.ticket_id is None or sender is None or REOPEN in sender.holds or mail.robot.automatic:
        return threading
    if _acting(mail, threading, sender) is not None or not await system_is_solved(
        session, threading.ticket_id
    ):
        return threading
    return replace(threading, ticket_id=None, continues=threading.ticket_id)


def _may_open(mail: ReadMail, desk: Desk) -> bool:
    """Whether a mail may open a ticket: by the groups of who has its address, or because a person says so."""
    return mail.claimed.again or mail.author is None or desk.senders.may_submit(mail.author)


async def _ban(session: AsyncSession, mail: ReadMail, desk: Desk) -> Ban | None:
    """The ban that keeps a mail out; none keeps out an agent who is surely one."""
    ban = ban_of(mail, desk.bans, desk.office)
    sender = desk.senders.of(mail.author) if ban and mail.author else None
    if sender is None:
        return ban
    threading = _threading(mail, await system_known(session, mail.clues))
    return None if _acting(mail, threading, sender) is not None else ban


async def _why_held(session: AsyncSession, mail: ReadMail, desk: Desk) -> str:
    """Why a mail waits for a person: it would make a loop, or a storm of programs' mail (T59)."""
    if mail.author is None or desk.office.is_ours(mail.author.address):
        return "It says that an address of ours wrote it."
    if mail.robot.automatic:
        since = mail.claimed.received_at - STORM_TIME
        if await system_automatic_since(session, mail.author.address, since) >= STORM:
            return f"{STORM} automatic mails came from this address within ten minutes."
    return ""


def _threading(mail: ReadMail, known: Known) -> Threading:
    if mail.claimed.ticket_id is not None:  # read again: it stays where it was
        return Threading(mail.claimed.ticket_id, By.none)
    return thread(mail.clues, known, mail.verdict.address, mail.verdict.standing)


async def _answer(
    session: AsyncSession, mail: ReadMail, threading: Threading, sender: Sender
) -> tuple[Ticket, int] | None:
    """Add it to its ticket; nothing when that was deleted in the meantime."""
    ticket_id = threading.ticket_id or 0
    agent = await _agent(session, mail, threading, sender)
    if agent is not None:
        try:
            ticket = await get_allowed(session, agent, Act.reply, ticket_id)
        except (NotFound, NotAllowed):
            pass
        else:
            await keep(session, agent.user_id, mail.files)
            return ticket, int((await reply(session, agent, ticket, mail.body, "email"))["id"])
    try:
        ticket = await get_allowed(session, CLERK, Act.reply, ticket_id)
    except NotFound:
        return None
    actor = sender.actor
    await keep(session, actor.user_id, mail.files)
    message_id = await answer_by_mail(
        session, actor, ticket, mail.body, sender.user_id, reopens=not mail.robot.automatic
    )
    return ticket, message_id


async def _agent(session: AsyncSession, mail: ReadMail, threading: Threading, sender: Sender) -> Actor | None:
    """The agent as whom the mail counts: token, aligned pass, an account that is an agent's now (T47)."""
    user_id = _acting(mail, threading, sender)
    if user_id is None:
        return None
    return await system_actor_of(session, user_id, sender.level)


def _acting(mail: ReadMail, threading: Threading, sender: Sender) -> int | None:
    user_id = acting_agent(threading, sender.user_id, mail.verdict.standing)
    if sender.level < Level.agent or sender.disabled or mail.robot.automatic:
        return None
    return user_id


async def _open(
    session: AsyncSession, mail: ReadMail, threading: Threading, sender: Sender, desk: Desk
) -> tuple[Ticket, int]:
    mailbox = desk.office.mailboxes.get(mail.claimed.mailbox_id or 0)
    usual = mailbox.department_id if mailbox else mail.claimed.department_id
    opening = Opening(
        subject=mail.subject,
        department_id=mail.ruled.department_id or usual,
        priority_id=mail.ruled.priority_id or (mailbox.priority_id if mailbox else None),
        type_id=mail.ruled.type_id or (mailbox.type_id if mailbox else None),
        continues_id=threading.continues,
        organization_id=await _organization(session, mail, sender),
    )
    await keep(session, sender.actor.user_id, mail.files)
    return await open_by_mail(session, sender.actor, opening, mail.body, sender.user_id)


async def _organization(session: AsyncSession, mail: ReadMail, sender: Sender) -> int | None:
    """The one that owns the author's domain, else their default; none unless the mail is surely theirs."""
    if mail.verdict.standing is not Standing.passed:
        return None
    owner = await system_owner_of(session, sender.user_id, sender.address)
    return BY_DEFAULT if owner is None else owner


async def _copy(
    session: AsyncSession, mail: ReadMail, ticket: Ticket, sender: Sender, known: Known, desk: Desk
) -> None:
    """Copy the people whom a party names, if the mail is surely theirs; anybody else copies nobody (T46)."""
    if mail.verdict.standing is not Standing.passed or mail.robot.automatic:
        return
    before = known.tickets.get(ticket.id)
    parties = before.parties if before else frozenset()
    own = sender.address.lower()
    if before is not None and own not in parties:
        return
    named = (plain_address(each.address) for each in (*mail.parsed.headers.to, *mail.parsed.headers.cc))
    wanted = dict.fromkeys(one_line(each, 254).lower() for each in named if each)
    others = [
        each for each in wanted if each != own and each not in parties and not desk.office.is_ours(each)
    ]
    await copy_to(session, sender.actor, ticket, others[:MOST_COPIES])
