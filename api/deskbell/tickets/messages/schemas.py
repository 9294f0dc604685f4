"""What the API gives of messages."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from deskbell.core.pagination import Read


class AuthorRead(Read):
    """Who wrote a message."""

    id: int
    name: str
    staff: bool = Field(description="Whether this is an agent, or an admin.")


class AttachmentRead(Read):
    """A file of a message."""

    id: UUID
    name: str
    content_type: str
    size: int = Field(description="Bytes.")
    inline: bool = Field(description="Whether it is a picture inside the text.")
    url: str = Field(description="Good for ten minutes, for this reader only.")


class MessageRead(Read):
    """A public reply or an internal note."""

    id: int
    ticket_id: int
    kind: Literal["public", "internal"]
    channel: str
    author: AuthorRead | None = Field(description="Null for the system and for erased people.")
    html: str = Field(description="Sanitized; pictures have signed addresses.")
    text: str
    reply_html: str | None = Field(
        description="`html` without the history that it quotes and the signature; null where it has neither."
    )
    attachments: list[AttachmentRead]
    created_at: datetime
