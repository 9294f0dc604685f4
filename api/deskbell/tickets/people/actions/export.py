"""Writing down everything that is known of a person: JSON files in one zip."""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.jobs import enqueue
from deskbell.core.problems import NotFound
from deskbell.core.storage import Storage
from deskbell.events.record import record
from deskbell.files.actions.upload import upload
from deskbell.permissions.checking import require
from deskbell.sessions.models import SignInSession
from deskbell.tickets.messages.models import Message
from deskbell.tickets.models import Ticket
from deskbell.tickets.people.models import DataExport
from deskbell.tickets.people.queries import system_selves
from deskbell.users.changing import changeable
from deskbell.users.contacts.models import UserPhone
from deskbell.users.events import UserDataExported
from deskbell.users.models import User, UserAddress

EXPORT_JOB: Final = "people.export"
LARGEST: Final = 1_000_000_000


async def order_export(session: AsyncSession, actor: Actor, user_id: int) -> int:
    """Have everything about a person written down; the export's number. Raises `NotFound`, `NotAllowed`."""
    if user_id != actor.user_id:
        require(actor, "people.export")
    user = await changeable(session, actor, user_id)
    if user.erased_at is not None:
        raise NotFound
    row = DataExport(user_id=user_id, ordered_by_id=actor.account_id)
    session.add(row)
    await session.flush()
    await enqueue(session, EXPORT_JOB, {"export_id": row.id})
    await record(session, actor, UserDataExported(user_id=user_id, export_id=row.id))
    return row.id


async def write_export(session: AsyncSession, storage: Storage, export_id: int) -> None:
    """Write the file, which belongs to whoever asked for it."""
    row = await session.get(DataExport, export_id)
    if row is None or row.ready_at is not None:
        return
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (await _gathered(session, row.user_id)).items():
            text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
            archive.writestr(f"{name}.json", text)
    owner = Actor(kind="user", level=Level.user, user_id=row.ordered_by_id)
    name = f"person-{row.user_id}.zip"
    file = await upload(session, owner, storage, name, _pieces(whole.getvalue()), LARGEST)
    row.file_id, row.ready_at = file.id, datetime.now(UTC)
    await session.flush()


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _gathered(session: AsyncSession, user_id: int) -> dict[str, Any]:
    """What stands where about a person: the account, ways to reach it, sessions, tickets as they were seen.

    Internal notes are agents' words about a ticket, and no part of it.
    """
    selves = await system_selves(session, user_id)
    account = (User.id, User.name, User.language, User.time_zone, User.created_at, User.claimed_at)
    ticket = (Ticket.id, Ticket.reference, Ticket.subject, Ticket.channel, Ticket.created_at)
    said = (Message.id, Message.ticket_id, Message.author_id, Message.text, Message.created_at)
    theirs = select(Ticket.id).where(Ticket.requester_id.in_(selves))
    public = (Message.ticket_id.in_(theirs), Message.kind == "public")
    used = (SignInSession.created_at, SignInSession.last_used_at, SignInSession.user_agent)
    wanted = {
        "account": select(*account).where(User.id.in_(selves)),
        "addresses": select(UserAddress.address, UserAddress.verified_at).where(
            UserAddress.user_id.in_(selves)
        ),
        "numbers": select(UserPhone.number, UserPhone.created_at).where(UserPhone.user_id.in_(selves)),
        "sessions": select(*used, SignInSession.address).where(SignInSession.user_id.in_(selves)),
        "tickets": select(*ticket).where(Ticket.requester_id.in_(selves)).order_by(Ticket.id),
        "messages": select(*said).where(*public).order_by(Message.id),
    }
    return {
        name: [_plain(row) for row in (await session.execute(each)).mappings()]
        for name, each in wanted.items()
    }


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
