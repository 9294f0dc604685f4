"""Addresses of files that work without a token, for ten minutes and for one reader."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from deskbell.core.auth import Actor
from deskbell.core.signed_urls import UrlSigner

PREFIX = "/v1/files/"


def bearer_of(actor: Actor) -> str:
    """Who may use the address: the session or the API key at its effective level, or the ticket link."""
    if actor.link_id is not None:
        return f"link.{actor.link_id}.{actor.ticket_id}"
    if actor.key_id is not None:
        return f"key.{actor.key_id}.{actor.user_id}.{actor.level.name}"
    return f"session.{actor.session_id}.{actor.user_id}.{actor.level.name}"


FileSigner = Callable[[Actor, UUID], str]


async def get_file_signer(request: Request) -> FileSigner:
    """The function that signs a file's address for an actor."""
    signer: UrlSigner = request.app.state.url_signer
    return lambda actor, file_id: signer.sign(f"{PREFIX}{file_id}", bearer_of(actor))


Signer = Annotated[FileSigner, Depends(get_file_signer, scope="function")]
