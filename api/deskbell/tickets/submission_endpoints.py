"""Tickets of people who are not signed in, over the API."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi import File as FormFile

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Database, Session
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.preconditions import Channel
from deskbell.core.problems import NotAllowed, TooManyRequests, problems
from deskbell.core.rate_limits import hit
from deskbell.core.storage import FileTooLarge, Storage, StorageAway, StorageFull
from deskbell.files.actions.upload import upload_unowned
from deskbell.files.parts import chunks, refuse_other_parts
from deskbell.sessions.attempts import network
from deskbell.sessions.browser import Browser, browser_of
from deskbell.tickets.actions.submit import submit
from deskbell.tickets.problems import FileNotYours, UnknownReference
from deskbell.tickets.submission_schemas import (
    SubmissionFileRead,
    TicketSubmissionCreate,
    TicketSubmissionRead,
)
from deskbell.users.problems import RegistrationClosed

router = APIRouter(prefix="/v1/ticket-submissions", tags=["tickets"], route_class=IdempotentRoute)

CanSubmit = Annotated[Actor, requires(Act.tickets_create, scope="guest")]
CanUpload = Annotated[Actor, requires(Act.files_upload, scope="guest")]
Caller = Annotated[Browser, Depends(browser_of)]

WINDOW = timedelta(hours=1)
TICKETS, FILES, OF_ADDRESS = 20, 60, 10


@router.post(
    "",
    status_code=202,
    responses=problems(RegistrationClosed, FileNotYours, UnknownReference, NotAllowed, TooManyRequests),
)
async def create_ticket_submission(
    body: TicketSubmissionCreate,
    _actor: CanSubmit,
    browser: Caller,
    request: Request,
    session: Session,
    channel: Channel,
) -> TicketSubmissionRead:
    """Open a ticket without being signed in; a link to it is mailed to the address.

    The answer is the same whether or not anybody has the address. Who is signed in uses `POST /v1/tickets`.
    Where new people confirm their address first, or wait for an agent, the message is kept until then. Where
    only agents make accounts, nobody submits without signing in.
    """
    await _count(request, f"submissions:{network(browser.address)}", TICKETS)
    await _count(request, f"submissions:of:{body.requester.email.lower()}", OF_ADDRESS)
    return TicketSubmissionRead(reference=await submit(session, body, channel))


@router.post(
    "/files", status_code=201, responses=problems(FileTooLarge, StorageFull, StorageAway, TooManyRequests)
)
@keeps_no_answer
async def upload_submission_file(
    file: Annotated[UploadFile, FormFile(description="The file.")],
    _actor: CanUpload,
    browser: Caller,
    request: Request,
    session: Session,
) -> SubmissionFileRead:
    """Upload a file for a ticket without being signed in; swept after a day if none names it."""
    refuse_other_parts(await request.form())
    await _count(request, f"submissions:files:{network(browser.address)}", FILES)
    settings: Settings = request.app.state.settings
    storage: Storage = request.app.state.storage
    limit = settings.file_size_limit
    kept, claim = await upload_unowned(session, storage, file.filename or "", chunks(file), limit)
    return SubmissionFileRead(
        id=kept.id, claim=claim, name=kept.name, content_type=kept.content_type, size=kept.size
    )


async def _count(request: Request, key: str, most: int) -> None:
    """Count one, whatever becomes of it (T56, T89). Raises `TooManyRequests`."""
    database: Database = request.app.state.database
    async with database.reader() as connection:
        state = await hit(connection, key, most, WINDOW)
    if not state.allowed:
        raise TooManyRequests(headers=state.headers)
