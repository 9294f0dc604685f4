"""Facts about API keys: numbers and levels, never a name or a key."""

from typing import ClassVar

from deskbell.core.auth import Level
from deskbell.events.event import Event


class ApiKeyEvent(Event):
    """A fact about an API key."""

    subject: ClassVar[str] = "api_key"

    api_key_id: int
    user_id: int


class ApiKeyCreated(ApiKeyEvent, type="api_key.created", internal=True):
    """A key was made for an account, up to this level."""

    level: Level


class ApiKeyRevoked(ApiKeyEvent, type="api_key.revoked", internal=True):
    """A key opens nothing any more."""
