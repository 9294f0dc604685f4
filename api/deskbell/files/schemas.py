"""What the API gives of files."""

from uuid import UUID

from pydantic import Field

from deskbell.core.pagination import Read


class FileRead(Read):
    """An upload that no message names yet."""

    id: UUID
    name: str
    content_type: str = Field(
        description="By the file's first bytes; what the sender claims does not count (T29)."
    )
    size: int = Field(description="Bytes.")
    url: str = Field(description="Good for ten minutes, for you only.")
