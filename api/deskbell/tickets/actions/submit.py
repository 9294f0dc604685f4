"""Opening a ticket without being signed in: for an address that proves nothing yet."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import GUEST
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.events.record import record
from deskbell.files.actions.claim import claim_files
from deskbell.tickets.actions.choose import SUBMIT, take_choices
from deskbell.tickets.actions.defaults import untouched
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.events import TicketCreated, TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.problems import FileNotYours
from deskbell.tickets.schemas import MessageBody
from deskbell.tickets.submission_schemas import (
    SubmissionFileClaim,
    SubmissionRequester,
    TicketSubmissionCreate,
)
from deskbell.user_groups.queries import require_customer
from deskbell.users.actions.meet import meet
from deskbell.users.queries import system_accounts_of


async def submit(session: AsyncSession, body: TicketSubmissionCreate, channel: str) -> str:
    """Open a ticket for whoever has the address, as far as Everyone's group allows; its reference.

    The author counts as a customer, whatever the level of the account (T52). Nobody is told whether there
    was one (T85); the link to the ticket goes by mail (T45).
    """
    await require_customer(session, GUEST, SUBMIT)
    requester_id = await _requester(session, body.requester)
    ticket = untouched(subject=body.subject, requester_id=requester_id, channel=channel)
    await take_choices(session, GUEST, ticket, body.choices)
    words = MessageBody(text=body.text, file_ids=await _files(session, requester_id, body.files))
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
    return ticket.reference


async def _requester(session: AsyncSession, person: SubmissionRequester) -> int:
    """The account of the address; a new one is tried first, so that both take as long (T85).

    Nothing of an account that exists is changed.
    """
    try:
        async with session.begin_nested():
            return await meet(session, GUEST, name=person.name, address=person.email)
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
