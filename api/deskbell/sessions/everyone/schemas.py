"""Sessions of others as the API gives them."""

from datetime import datetime

from pydantic import Field

from deskbell.core.pagination import Read
from deskbell.users.schemas import LevelName


class SessionOwner(Read):
    """Whose session it is."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What the person is called.")
    level: LevelName = Field(description="The account's level; the session may reach less far.")


class ActiveSessionRead(Read):
    """One browser or program in which somebody is signed in."""

    id: int = Field(description="Its number.")
    user: SessionOwner
    scope: LevelName = Field(description="The home that it was signed in for.")
    app: str | None = Field(description="The app that the person allowed in; null for a browser.")
    user_agent: str | None = Field(description="What the browser or program said of itself.")
    address: str | None = Field(
        description="The machine's address when it was last used.", examples=["203.0.113.7"]
    )
    created_at: datetime = Field(description="When the person signed in there.")
    last_used_at: datetime = Field(description="When it last got a token.")
    current: bool = Field(description="Whether this request belongs to it.")
