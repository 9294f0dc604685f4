"""Bans over the API."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.channels.email.bans import queries
from deskbell.channels.email.bans.actions.change import change_ban
from deskbell.channels.email.bans.actions.create import create_ban
from deskbell.channels.email.bans.actions.lift import lift_ban
from deskbell.channels.email.bans.models import BanKind
from deskbell.channels.email.bans.problems import BanExists, OwnAddressBanned
from deskbell.channels.email.bans.schemas import MailBanCreate, MailBanRead, MailBanUpdate
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems

router = APIRouter(prefix="/v1/mail-bans", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("", responses=problems(BadCursor))
async def list_mail_bans(
    actor: CanView,
    reader: Reader,
    kind: Annotated[BanKind | None, Query(description="Only those of this kind.")] = None,
    q: Annotated[
        Text | None, Query(max_length=200, description="A part of what is banned, or of the reason.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[MailBanRead]:
    """List whose mail is not taken, the newest ban first; those that have expired too."""
    return await queries.page_of_bans(reader, actor, kind=kind, q=q, cursor=cursor, limit=limit)


@router.get("/{ban_id}", responses=problems(NotFound))
async def get_mail_ban(ban_id: PathId, actor: CanView, reader: Reader) -> MailBanRead:
    """One ban."""
    return await queries.one_ban(reader, actor, ban_id)


@router.post("", status_code=201, responses=problems(BanExists, OwnAddressBanned))
async def create_mail_ban(body: MailBanCreate, actor: CanChange, session: Session) -> MailBanRead:
    """Take no more mail from an address, a domain or a network.

    What comes is kept as refused and nobody is told, so that no forged sender gets an answer; where it is
    sure, the server that brings it is refused at once. A mail that is surely an agent's (our signed address,
    aligned DMARC) is taken in spite of any ban.
    """
    return queries.read(await create_ban(session, actor, body))


@router.patch("/{ban_id}", responses=problems(NotFound, StaleVersion))
async def update_mail_ban(
    ban_id: PathId, body: MailBanUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> MailBanRead:
    """Give a ban another reason or another end; what is left out stays."""
    return queries.read(await change_ban(session, actor, ban_id, body, seen))


@router.delete("/{ban_id}", status_code=204, responses=problems(NotFound, StaleVersion))
async def delete_mail_ban(ban_id: PathId, actor: CanChange, session: Session, seen: SeenVersion) -> None:
    """Lift a ban. What it kept out stays refused, and can be read once more."""
    await lift_ban(session, actor, ban_id, seen)
