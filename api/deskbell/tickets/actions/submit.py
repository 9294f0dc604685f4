"""Opening a ticket without being signed in: for an address that proves nothing yet."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import GUEST
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.events.record import record
from deskbell.files.actions.claim import claim_files
from deskbell.files.actions.hold import hold_files, release_files
from deskbell.kit.references import new_reference
from deskbell.settings.queries import system_registration
from deskbell.settings.schemas import Registration
from deskbell.tickets.actions.choose import SUBMIT, take_choices
from deskbell.tickets.actions.defaults import untouched
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.dimension_schemas import TicketChoices
from deskbell.tickets.events import TicketCreated, TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import FileNotYours, UnknownReference
from deskbell.tickets.schemas import MessageBody
from deskbell.tickets.submission_schemas import (
    SubmissionFileClaim,
    SubmissionRequester,
    TicketSubmissionCreate,
)
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.user_groups.queries import require_customer
from deskbell.users.actions.meet import meet
from deskbell.users.events import UserMessageKept
from deskbell.users.models import WaitsFor
from deskbell.users.problems import RegistrationClosed
from deskbell.users.queries import system_accounts_of
from deskbell.users.waiting import WAITS_FOR


async def submit(session: AsyncSession, body: TicketSubmissionCreate, channel: str) -> str:
    """Open a ticket for whoever has the address, as far as Everyone's group allows; its reference.

    The author counts as a customer, whatever the level of the account (T52). Nobody is told whether there
    was one (T85); the link to the ticket goes by mail (T45). Where not all are let in, every submission is
    kept first, so that nothing tells whose was: what becomes of it is decided afterwards.
    Raises `RegistrationClosed`.
    """
    await require_customer(session, GUEST, SUBMIT)
    mode = await system_registration(session)
    if mode is Registration.closed:
        raise RegistrationClosed
    requester_id = await _requester(session, body.requester, WAITS_FOR[mode])
    ticket = untouched(subject=body.subject, requester_id=requester_id, channel=channel)
    ticket.reference = new_reference()
    await take_choices(session, GUEST, ticket, body.choices)
    files = await _files(session, requester_id, body.files)
    if mode is Registration.open:
        await _open(session, ticket, MessageBody(text=body.text, file_ids=files))
        return ticket.reference
    kept = KeptSubmission(
        user_id=requester_id,
        reference=ticket.reference,
        subject=body.subject,
        text=body.text,
        choices=body.choices.model_dump(mode="json") if body.choices else None,
        file_ids=files,
        channel=channel,
    )
    session.add(kept)
    await hold_files(session, files)
    await session.flush()
    fact = UserMessageKept(user_id=requester_id, submission_id=kept.id, inbound_mail_id=None)
    await record(session, GUEST, fact)
    return kept.reference


async def open_kept(session: AsyncSession, kept: KeptSubmission) -> None:
    """Make the ticket of a kept submission, whose author was let in; what it chose, as far as it is there."""
    await release_files(session, kept.file_ids)
    await session.delete(kept)
    await session.flush()
    ticket = untouched(subject=kept.subject, requester_id=kept.user_id, channel=kept.channel)
    ticket.reference = kept.reference
    with suppress(UnknownReference):
        choices = TicketChoices.model_validate(kept.choices) if kept.choices else None
        await take_choices(session, GUEST, ticket, choices)
    await _open(session, ticket, MessageBody(text=kept.text, file_ids=kept.file_ids))


async def _open(session: AsyncSession, ticket: Ticket, words: MessageBody) -> None:
    requester_id, channel = ticket.requester_id, ticket.channel
    voice = Voice(author_id=requester_id, by_staff=False, channel=channel)
    owner = replace(GUEST, user_id=requester_id)
    message = await say(session, owner, ticket, words, MessageKind.public, voice)
    created = TicketCreated(
        ticket_id=ticket.id,
        version=ticket.version,
        department_id=ticket.department_id,
        requester_id=requester_id,
        status_id=ticket.status_id,
        open=ticket.is_open,
        channel=channel,
    )
    said = TicketMessageAdded(
        ticket_id=ticket.id, version=ticket.version, message_id=message["id"], by_staff=False
    )
    await record(session, GUEST, created, said)


async def _requester(session: AsyncSession, person: SubmissionRequester, waits_for: WaitsFor | None) -> int:
    """The account of the address; a new one is tried first, so that both take as long (T85).

    Nothing of an account that exists is changed.
    """
    try:
        async with session.begin_nested():
            return await meet(session, GUEST, name=person.name, address=person.email, waits_for=waits_for)
    except IntegrityError:
        (account,) = await system_accounts_of(session, [person.email])
    if account["user_id"] is None:
        message = "This is an address of ours. Give your own, for the answer goes there."
        raise InvalidRequest(errors=[ProblemError(pointer="/requester/email", message=message)])
    return int(account["user_id"])


async def _files(session: AsyncSession, requester_id: int, claims: list[SubmissionFileClaim]) -> list[UUID]:
    """The uploads, the requester's from now on. Refuses those whose secret is wrong."""
    taken = await claim_files(session, requester_id, {each.id: each.claim for each in claims})
    errors = [
        ProblemError(pointer=f"/files/{place}", message="This upload is not yours, in use already, or gone.")
        for place, each in enumerate(claims)
        if each.id not in taken
    ]
    if errors:
        raise FileNotYours("Upload it again.", errors=errors)
    return list(dict.fromkeys(each.id for each in claims))
