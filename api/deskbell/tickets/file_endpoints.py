"""Downloading files: by token, or by a signed address; either way `visible_to` is asked again."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.answers import AnswerRoute
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Database
from deskbell.core.problems import NotFound, NotSignedIn, problems
from deskbell.core.signed_urls import InvalidSignature, UrlSigner
from deskbell.core.storage import FileMissing, Storage
from deskbell.kit.filenames import content_disposition
from deskbell.kit.filetypes import RASTERS, UNKNOWN
from deskbell.tickets.file_access import actor_of_bearer
from deskbell.tickets.messages.queries import visible_file

router = APIRouter(prefix="/v1/files", tags=["files"], route_class=AnswerRoute)

CanViewFile = Annotated[Actor, requires(Act.files_view, scope="guest")]
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}
BYTES = {"schema": {"type": "string", "format": "binary"}}
BINARY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bytes; a picture under its own type, everything else under none.",
        "content": dict.fromkeys((UNKNOWN, *sorted(RASTERS)), BYTES),
    }
}


@router.get("/{file_id}", response_class=StreamingResponse, responses={**BINARY, **problems(NotFound)})
async def download_file(
    file_id: Annotated[UUID, Path()],
    request: Request,
    actor: CanViewFile,
    bearer: str | None = None,
    expires: str | None = None,
    signature: str | None = None,
) -> StreamingResponse:
    """The bytes of a file that you may see; pictures are shown, everything else is saved (T28)."""
    del bearer, expires, signature  # part of the address; read by the signer as they stand there
    database: Database = request.app.state.database
    async with database.reader() as connection:
        if "signature" in request.query_params:
            actor = await _signed_for(connection, request)
        row = await visible_file(connection, actor, file_id)
    if row is None:
        raise NotFound
    content = await _content(request, row.storage_key)
    return StreamingResponse(
        content,
        media_type=row.content_type if row.is_picture else UNKNOWN,
        headers={
            **HEADERS,
            "Content-Length": str(row.size),
            "Content-Disposition": content_disposition(row.name, inline=row.is_picture),
        },
    )


async def _signed_for(connection: AsyncConnection, request: Request) -> Actor:
    """Whom the address was signed for, with the rights of this moment. 401 when it is too old or not ours."""
    signer: UrlSigner = request.app.state.url_signer
    try:
        bearer = signer.verify(request.url.path, request.query_params)
    except InvalidSignature:
        raise NotSignedIn("This address is too old; load the page again.") from None
    actor = await actor_of_bearer(connection, bearer)
    if actor is None:
        raise NotSignedIn
    return actor


async def _content(request: Request, key: str) -> AsyncIterator[bytes]:
    storage: Storage = request.app.state.storage
    try:
        return await storage.read(key)
    except FileMissing:
        raise NotFound from None
