"""Facts about webhooks: never an address or a secret.

What is sent to them is no fact of the log: each delivery would be another event to be delivered.
"""

from typing import ClassVar, Literal

from deskbell.events.event import Event

Field = Literal["url", "description", "event_types", "enabled"]


class WebhookEvent(Event):
    """A fact about a webhook."""

    subject: ClassVar[str] = "webhook"

    webhook_id: int
    version: int


class WebhookCreated(WebhookEvent, type="webhook.created", internal=True):
    """There is a new webhook."""


class WebhookChanged(WebhookEvent, type="webhook.changed", internal=True):
    """A webhook changed; `fields` names what, not into what."""

    fields: list[Field]


class WebhookSecretRotated(WebhookEvent, type="webhook.secret_rotated", internal=True):
    """A webhook has a new signing secret."""


class WebhookPaused(WebhookEvent, type="webhook.paused", internal=True):
    """A webhook took nothing for so long that nothing is sent to it any more."""


class WebhookResumed(WebhookEvent, type="webhook.resumed", internal=True):
    """What was kept for a paused webhook is sent."""


class WebhookTested(WebhookEvent, type="webhook.tested", internal=True):
    """Somebody had a test sent."""

    delivery_id: int


class WebhookReplayed(WebhookEvent, type="webhook.replayed", internal=True):
    """Somebody had deliveries sent once more: one, or everything since some time."""

    delivery_id: int | None


class WebhookDeleted(WebhookEvent, type="webhook.deleted", internal=True):
    """A webhook is gone, with the record of what was delivered to it."""
