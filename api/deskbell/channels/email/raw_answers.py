"""Answers that are a mail byte for byte: saved, never shown as a page."""

from typing import Any, Final

from fastapi import Response

PLAIN: Final = "text/plain"
HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


def raw_answer(raw: bytes, mail_id: int) -> Response:
    """The bytes, as a file to be saved."""
    disposition = {"Content-Disposition": f'attachment; filename="mail-{mail_id}.txt"'}
    return Response(raw, media_type=PLAIN, headers=HEADERS | disposition)


def bytes_described(what: str) -> dict[int | str, dict[str, Any]]:
    """The same for `responses=`."""
    content = {PLAIN: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": what, "content": content}}
