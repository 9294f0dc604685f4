"""The logo over the API."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Database, Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.problems import NotFound, problems
from deskbell.core.storage import FileMissing, Storage
from deskbell.files.logo import queries
from deskbell.files.logo.actions.change import remove_logo as remove
from deskbell.files.logo.actions.change import set_logo as set_to
from deskbell.files.logo.problems import LogoUnfit
from deskbell.files.logo.schemas import LogoUpdate
from deskbell.kit.filetypes import RASTERS, UNKNOWN

router = APIRouter(prefix="/v1/helpdesk/logo", route_class=IdempotentRoute, tags=["settings"])

Anyone = Annotated[Actor, requires(Act.settings_view, scope="guest")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]

# Generators of clients know bytes, not pictures.
BYTES = {"schema": {"type": "string", "format": "binary"}}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture.", "content": dict.fromkeys((UNKNOWN, *sorted(RASTERS)), BYTES)}
}
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "public, max-age=300",
    "X-Content-Type-Options": "nosniff",
}


@router.get("", response_class=StreamingResponse, responses={**PICTURE, **problems(NotFound)})
async def download_logo(
    request: Request,
    actor: Anyone,
    v: Annotated[str | None, Query(max_length=40, description="Any word; makes caches ask anew.")] = None,
) -> StreamingResponse:
    """The logo of this helpdesk. 404 when there is none."""
    del v
    database: Database = request.app.state.database
    storage: Storage = request.app.state.storage
    async with database.reader() as connection:
        found = await queries.logo(connection, actor)
    if found is None:
        raise NotFound
    key, content_type, size = found
    try:
        content = await storage.read(key)
    except FileMissing:
        raise NotFound from None
    return StreamingResponse(
        content, headers={**HEADERS, "Content-Type": content_type, "Content-Length": str(size)}
    )


@router.put("", status_code=204, responses=problems(LogoUnfit))
async def set_logo(body: LogoUpdate, actor: CanChange, session: Session) -> None:
    """Make an upload of yours the logo; the one before is deleted within a day."""
    await set_to(session, actor, body.file_id)


@router.delete("", status_code=204)
async def remove_logo(actor: CanChange, session: Session) -> None:
    """Take the logo away; the helpdesk's name stands in its place."""
    await remove(session, actor)
