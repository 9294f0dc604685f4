"""Merges as the API takes and gives them."""

from datetime import datetime

from pydantic import Field

from deskbell.core.fields import Id
from deskbell.core.pagination import Read, Ref, Write


class UserMergeCreate(Write):
    """The account that is the same person's."""

    merged_id: Id = Field(description="What is its becomes this one's.")


class UserMergeRead(Read):
    """Two accounts that are one."""

    id: int = Field(description="Its number.")
    merged: Ref = Field(description="The account that was merged away.")
    tickets: int = Field(description="How many tickets it brought.")
    merged_at: datetime = Field(description="When.")
    undoable_until: datetime | None = Field(description="Until when it can be undone; null: not any more.")


class DataExportRead(Read):
    """An export of what is known of a person."""

    id: int = Field(description="Its number.")
    user_id: int = Field(description="Whose data it is.")
    created_at: datetime = Field(description="When it was asked for.")
    ready_at: datetime | None = Field(description="When it was ready; null: it is being written.")
    url: str | None = Field(
        description="The file's address, for you and ten minutes; null: not ready, or gone after a day."
    )
