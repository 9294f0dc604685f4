"""Downloading files: by token, or by a signed address; either way `visible_to` is asked again."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.answers import AnswerRoute
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Database
from deskbell.core.problems import NotFound, NotSignedIn, problems
from deskbell.core.signed_urls import InvalidSignature, UrlSigner
from deskbell.core.storage import FileMissing, Storage, StorageAway
from deskbell.kit.byte_range import RangeNotSatisfiable, byte_range
from deskbell.kit.filenames import content_disposition
from deskbell.kit.filetypes import RASTERS, UNKNOWN
from deskbell.tickets.file_access import actor_of_bearer
from deskbell.tickets.messages.queries import SeenFile, visible_file
from deskbell.tickets.problems import RangeOutside

router = APIRouter(prefix="/v1/files", tags=["files"], route_class=AnswerRoute)

CanViewFile = Annotated[Actor, requires(Act.files_view, scope="guest")]
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}
BYTES = {"schema": {"type": "string", "format": "binary"}}
CONTENT = dict.fromkeys((UNKNOWN, *sorted(RASTERS)), BYTES)
WHOLE = "The bytes; a picture under its own type, everything else under none."
PART = "The part that `Range` asked for; `Content-Range` says which."
BINARY: dict[int | str, dict[str, Any]] = {
    200: {"description": WHOLE, "content": CONTENT},
    206: {"description": PART, "content": CONTENT},
}
FileID = Annotated[UUID, Path()]
Range = Annotated[
    str | None,
    Header(alias="Range", description="One range of bytes, `bytes=0-499`; several give the whole."),
]
IfRange = Annotated[str | None, Header(description="The file's `ETag`: a part of this one, else the whole.")]


class Signed(BaseModel):
    """The parts of an address that works without a token; the signer reads them as they stand there."""

    bearer: str | None = Field(None, description="Whom the address was signed for.")
    expires: str | None = Field(None, description="When it ends.")
    signature: str | None = Field(None, description="That we have signed it.")


Address = Annotated[Signed, Query()]


@router.get(
    "/{file_id}",
    response_class=StreamingResponse,
    responses={**BINARY, **problems(NotFound, RangeOutside, StorageAway)},
)
async def download_file(
    file_id: FileID,
    request: Request,
    actor: CanViewFile,
    address: Address,
    wanted: Range = None,
    if_range: IfRange = None,
) -> StreamingResponse:
    """The bytes of a file that you may see, or a range of them; only pictures are shown, not saved (T28)."""
    del address
    file = await _seen(request, actor, file_id)
    headers = _headers(file)
    part = _part(wanted, file.size) if if_range in {None, headers["ETag"]} else None
    start, end = part or (0, file.size)
    if part is not None:
        headers |= {
            "Content-Range": f"bytes {start}-{end - 1}/{file.size}",
            "Content-Length": str(end - start),
        }
    content = await _content(request, file.storage_key, part)
    return StreamingResponse(content, status_code=200 if part is None else 206, headers=headers)


@router.head("/{file_id}", response_class=Response, responses=problems(NotFound))
async def get_file_headers(
    file_id: FileID, request: Request, actor: CanViewFile, address: Address
) -> Response:
    """What a download would say of the file, without the bytes: its size, type, name and `ETag`."""
    del address
    return Response(headers=_headers(await _seen(request, actor, file_id)))


async def _seen(request: Request, actor: Actor, file_id: UUID) -> SeenFile:
    """The file, if the actor may see it, or whom the address was signed for. 404 or 401."""
    database: Database = request.app.state.database
    async with database.reader() as connection:
        if "signature" in request.query_params:
            actor = await _signed_for(connection, request)
        file = await visible_file(connection, actor, file_id)
    if file is None:
        raise NotFound
    return file


def _headers(file: SeenFile) -> dict[str, str]:
    """The headers of the whole file. Its bytes never change, so its id says which they are."""
    return {
        **HEADERS,
        "Accept-Ranges": "bytes",
        "Content-Disposition": content_disposition(file.name, inline=file.is_picture),
        "Content-Length": str(file.size),
        "Content-Type": file.content_type if file.is_picture else UNKNOWN,
        "ETag": f'"{file.id}"',
    }


def _part(wanted: str | None, size: int) -> tuple[int, int] | None:
    try:
        return byte_range(wanted, size)
    except RangeNotSatisfiable:
        headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes */{size}"}
        raise RangeOutside(
            f"It has {size} bytes: begin before its end, or leave `Range` out.", headers=headers
        ) from None


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


async def _content(request: Request, key: str, part: tuple[int, int] | None) -> AsyncIterator[bytes]:
    storage: Storage = request.app.state.storage
    try:
        return await storage.read(key, *(part or ()))
    except FileMissing:
        raise NotFound from None
