"""What happens to files."""

from typing import ClassVar
from uuid import UUID

from deskbell.events.event import Event


class FileUploaded(Event, type="file.uploaded", internal=True):
    """A file was uploaded; `user_id` is 0 where a guest did it."""

    subject: ClassVar[str] = "user"
    user_id: int
    file_id: UUID
