"""What the API gives of replies that are not sent yet."""

from datetime import datetime

from pydantic import Field

from deskbell.core.pagination import Read
from deskbell.files.schemas import FileRead


class HeldReplyRead(Read):
    """Your reply while it can still be taken back, or because it could not be sent."""

    id: int
    ticket_id: int
    html: str = Field(description="Sanitized; pictures have signed addresses.")
    files: list[FileRead] = Field(description="What it names in `file_ids`, pictures in the HTML included.")
    status_id: int | None = Field(description="The status that is set with it.")
    send_at: datetime = Field(description="When it is sent.")
    refused: str | None = Field(
        description="The `code` of the problem for which it was not sent; delete it once you have its words."
    )
    created_at: datetime
