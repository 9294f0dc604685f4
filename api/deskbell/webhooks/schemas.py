"""Webhooks as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from deskbell.core.fields import SECRET, Line, Moment
from deskbell.core.outbound import MAX_URL_LENGTH, OutboundRefused, checked_url
from deskbell.core.pagination import Read, Write
from deskbell.webhooks.models import DeliveryState
from deskbell.webhooks.payloads import event_types

MOST_TYPES: Final = 500
EXAMPLE: Final = "https://example.org/hooks/deskbell"


def _web_address(value: str) -> str:
    try:
        return str(checked_url(value))
    except OutboundRefused as error:
        raise ValueError(str(error)) from error


def _known_types(values: list[str]) -> list[str]:
    unknown = sorted(set(values) - set(event_types()))
    if unknown:
        message = f"unknown: {', '.join(unknown)[:200]}. GET /v1/webhook-event-types lists them"
        raise ValueError(message)
    return sorted(set(values))


Url = Annotated[
    Line, StringConstraints(min_length=1, max_length=MAX_URL_LENGTH), AfterValidator(_web_address)
]
Description = Annotated[Line, StringConstraints(max_length=300)]
Types = Annotated[
    list[Annotated[str, StringConstraints(max_length=100)]],
    Field(min_length=1, max_length=MOST_TYPES),
    AfterValidator(_known_types),
]
_URL: Final = (
    "Where it is sent by POST. Redirects are not followed, and private addresses are reached only where the "
    "setting `private_networks` opens them."
)
_TYPES: Final = (
    "Types of events, as `GET /v1/webhook-event-types` lists them. Internal ones, such as notes, are sent to "
    "those that name them only."
)


class WebhookRead(Read):
    """An address that is told of events."""

    id: int
    url: str = Field(description="Where it is sent.", examples=[EXAMPLE])
    description: str = Field(examples=["The shop's order system"])
    event_types: list[str] = Field(description=_TYPES, examples=[["ticket.created", "ticket.status_changed"]])
    enabled: bool = Field(description="Off: nothing is sent, and nothing is kept for it.")
    failing_since: datetime | None = Field(description="Since when it has not taken anything.")
    paused_at: datetime | None = Field(
        description="Since when nothing is sent, because it took nothing for three days; all is kept."
    )
    pause_reason: str | None = Field(description="Its last answer before the pause.")
    next_attempt_at: datetime | None = Field(
        description="While it fails: before this nothing is tried.",
    )
    waiting: int = Field(description="How many deliveries have not come to their end.", examples=[0])
    rotation_ends_at: datetime | None = Field(
        description="Until then everything is signed with the secret before the last rotation, too."
    )
    created_at: datetime
    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )


class WebhookWithSecret(WebhookRead):
    """A webhook and its signing secret, which is never shown again."""

    secret: str = Field(
        description="What receivers verify signatures with (Standard Webhooks).",
        json_schema_extra=SECRET,
        examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"],
    )


class WebhookCreate(Write):
    """A new webhook."""

    url: Url = Field(description=_URL, examples=[EXAMPLE])
    description: Description = Field("", description="For people.", examples=["The shop's order system"])
    event_types: Types = Field(description=_TYPES, examples=[["ticket.created", "ticket.status_changed"]])
    enabled: bool = Field(default=True, description="Off: nothing is sent, and nothing is kept for it.")


class WebhookUpdate(Write):
    """Changes to a webhook; a member left out stays."""

    url: Url | None = Field(None, description=_URL)
    description: Description | None = None
    event_types: Types | None = Field(None, description=_TYPES)
    enabled: bool | None = None


class SecretRotate(Write):
    """A new signing secret."""

    overlap_hours: int = Field(
        24,
        ge=0,
        le=168,
        description="How long everything is signed with the old one, too. 0: the old one is known to others.",
    )


class WebhookEventTypeRead(Read):
    """A type of event that webhooks may ask for."""

    type: str = Field(examples=["ticket.created"])
    internal: bool = Field(description="Whether customers may not learn of it.")
    description: str = Field(examples=["A ticket came to be."])


class DeliveryRead(Read):
    """One event on its way to one webhook, or a test."""

    id: int
    webhook_id: int
    message_id: str = Field(
        description="The `webhook-id` header: always the same for one event.", examples=["evt_4711"]
    )
    event_type: str = Field(examples=["ticket.created"])
    ticket_id: int | None = Field(description="The ticket that it is about.")
    state: DeliveryState
    attempts: int = Field(description="How often it was tried.")
    next_attempt_at: datetime | None = Field(
        description="When it is tried again; it waits for earlier ones of the same ticket, too."
    )
    last_status: int | None = Field(description="The HTTP status of the last answer; null without one.")
    last_error: str | None = Field(description="Why the last attempt had no answer.")
    created_at: datetime
    ended_at: datetime | None


class AttemptRead(Read):
    """One request to a webhook, and what was answered."""

    number: int
    url: str = Field(description="Where it was sent.")
    sent_at: datetime = Field(description="The `webhook-timestamp`.")
    milliseconds: int = Field(description="How long the answer took.")
    status: int | None = Field(description="The HTTP status; null without an answer.")
    answer: str | None = Field(description="The first 4,000 characters of the answer's body.")
    error: str | None = Field(description="Why there was no answer.")


class DeliveryDetail(DeliveryRead):
    """A delivery with what is sent and every attempt."""

    body: str = Field(description="The body that is sent, byte for byte.")
    log: list[AttemptRead] = Field(description="The attempts, the newest first; 50 at most.")


class WebhookReplayCreate(Write):
    """What is to be sent once more."""

    since: Moment = Field(description="Events since then.")
    until: Moment | None = Field(None, description="And before then; left out: until now.")
    delivered: bool = Field(
        default=False,
        description="Those, too, that it has taken already; else what failed, or was never sent.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> "WebhookReplayCreate":
        if self.until is not None and self.until <= self.since:
            message = "until must be later than since"
            raise ValueError(message)
        return self


class WebhookReplayRead(Read):
    """Deliveries that are sent once more."""

    since: datetime
    until: datetime = Field(description="Events after this are sent anyway.")
