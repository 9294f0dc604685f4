"""Uploads over the API. Downloads stand with the tickets, which say who may see them."""

from typing import Annotated

from fastapi import APIRouter, Request, UploadFile
from fastapi import File as FormFile

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.problems import problems
from deskbell.core.storage import FileTooLarge, Storage, StorageAway, StorageFull
from deskbell.files.actions.upload import upload
from deskbell.files.addresses import Signer
from deskbell.files.parts import chunks, refuse_other_parts
from deskbell.files.schemas import FileRead

router = APIRouter(prefix="/v1/files", tags=["files"], route_class=IdempotentRoute)

CanUpload = Annotated[Actor, requires(Act.files_upload, scope="guest")]


@router.post("", status_code=201, responses=problems(FileTooLarge, StorageFull, StorageAway))
async def upload_file(
    file: Annotated[UploadFile, FormFile(description="The file.")],
    actor: CanUpload,
    session: Session,
    request: Request,
    signer: Signer,
) -> FileRead:
    """Upload a file; it is yours until a message names it in `file_ids`, swept after a day if none does."""
    refuse_other_parts(await request.form())
    settings: Settings = request.app.state.settings
    storage: Storage = request.app.state.storage
    kept = await upload(session, actor, storage, file.filename or "", chunks(file), settings.file_size_limit)
    return FileRead(
        id=kept.id, name=kept.name, content_type=kept.content_type, size=kept.size, url=signer(actor, kept.id)
    )
