"""Facts about apps: numbers and levels, never a name, an address or a secret."""

from typing import ClassVar, Literal

from deskbell.core.auth import Level
from deskbell.events.event import Event

AppField = Literal["name", "redirect_uris", "scope", "client_secret"]


class AppEvent(Event):
    """A fact about an app."""

    subject: ClassVar[str] = "app"

    app_id: int


class AppRegistered(AppEvent, type="app.registered", internal=True):
    """An app of others was registered; it reaches up to this level."""

    level: Level


class AppChanged(AppEvent, type="app.changed", internal=True):
    """An app was changed; `fields` names what, not into what."""

    fields: list[AppField]


class AppDisabled(AppEvent, type="app.disabled", internal=True):
    """An app was disabled: its tokens are dead at their next request."""


class AppEnabled(AppEvent, type="app.enabled", internal=True):
    """A disabled app may be used again."""


class AppDeleted(AppEvent, type="app.deleted", internal=True):
    """An app is gone, with all that people allowed it."""


class AppConnected(AppEvent, type="app.connected", internal=True):
    """A person allowed an app to act for them, up to this level."""

    user_id: int
    level: Level


class AppDisconnected(AppEvent, type="app.disconnected", internal=True):
    """A person took back what they had allowed an app."""

    user_id: int


class AppCodeReplayed(AppEvent, type="app.code_replayed", internal=True):
    """A code came a second time: somebody else holds a copy, so what was made of it ended."""

    user_id: int
