"""Mailboxes over the API."""

from typing import Annotated

from fastapi import APIRouter, Request

from deskbell.channels.email.mailboxes import queries
from deskbell.channels.email.mailboxes.actions.change import change_mailbox
from deskbell.channels.email.mailboxes.actions.create import create_mailbox as create
from deskbell.channels.email.mailboxes.actions.delete import delete_mailbox as delete
from deskbell.channels.email.mailboxes.problems import MailboxAddressTaken, UnknownChoice
from deskbell.channels.email.mailboxes.schemas import MailboxCreate, MailboxRead, MailboxUpdate
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems

router = APIRouter(prefix="/v1/mailboxes", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("")
async def list_mailboxes(actor: CanView, reader: Reader) -> Page[MailboxRead]:
    """Every mailbox, by address."""
    return whole(await queries.all_mailboxes(reader, actor))


@router.get("/{mailbox_id}", responses=problems(NotFound))
async def get_mailbox(mailbox_id: PathId, actor: CanView, reader: Reader) -> MailboxRead:
    """One mailbox."""
    return await queries.one_mailbox(reader, actor, mailbox_id)


@router.post("", status_code=201, responses=problems(MailboxAddressTaken, UnknownChoice))
async def create_mailbox(
    body: MailboxCreate, actor: CanChange, session: Session, request: Request
) -> MailboxRead:
    """Make a mailbox. Its address may be that of no account and of no other mailbox."""
    mailbox = await create(session, actor, body, request.app.state.sealer)
    return await queries.one_mailbox(session, actor, mailbox.id)


@router.patch("/{mailbox_id}", responses=problems(NotFound, StaleVersion, MailboxAddressTaken, UnknownChoice))
async def update_mailbox(
    mailbox_id: PathId,
    body: MailboxUpdate,
    actor: CanChange,
    session: Session,
    request: Request,
    seen: SeenVersion,
) -> MailboxRead:
    """Change a mailbox; what is left out stays."""
    sealer = request.app.state.sealer
    await change_mailbox(session, actor, mailbox_id, body, seen, sealer)
    return await queries.one_mailbox(session, actor, mailbox_id)


@router.delete("/{mailbox_id}", status_code=204, responses=problems(NotFound, StaleVersion))
async def delete_mailbox(mailbox_id: PathId, actor: CanChange, session: Session, seen: SeenVersion) -> None:
    """Delete a mailbox. Its tickets and the mail that came in by it stay."""
    await delete(session, actor, mailbox_id, seen)
