"""Reading the form of an upload."""

from collections.abc import AsyncIterator

from fastapi import UploadFile
from starlette.datastructures import FormData

from deskbell.core.problems import InvalidRequest, ProblemError

CHUNK = 262_144
PART = "file"


def refuse_other_parts(form: FormData) -> None:
    """One part, called `file`: what else is in the form would be lost unnoticed."""
    names = [name for name, _ in form.multi_items()]
    others = sorted(set(names) - {PART})
    errors = [ProblemError(pointer=_pointer(name), message="There is no such part.") for name in others[:50]]
    if names.count(PART) > 1:
        errors.append(ProblemError(pointer=_pointer(PART), message="Upload one file at a time."))
    if errors:
        raise InvalidRequest(errors=errors)


async def chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """The bytes of an upload, some at a time."""
    while chunk := await file.read(CHUNK):
        yield chunk


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
