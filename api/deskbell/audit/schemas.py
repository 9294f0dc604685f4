"""Events as the API gives them to admins."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from deskbell.core.pagination import Read


class AuditActor(Read):
    """Who did it."""

    kind: Literal["guest", "link", "user", "key", "system"] = Field(
        description="How they came in; `system`: the helpdesk by itself."
    )
    id: int | None = Field(description="The account's number.")
    name: str | None = Field(
        description="What the person is called now; null for no account, or one that is gone."
    )


class AuditThing(Read):
    """A thing that an event is about."""

    kind: str = Field(description="What it is.", examples=["department"])
    id: int = Field(description="Its number.")
    name: str | None = Field(description="What it is called now; null when it is gone, or has no name.")


class AuditDetail(Read):
    """One member of an event, such as `before`."""

    member: str = Field(description="Its name.", examples=["after"])
    things: list[AuditThing] = Field(description="The things that it names; empty for plain values.")
    values: list[str] = Field(description="Plain values, in words; empty for things.", examples=[["agent"]])


class AuditEvent(Read):
    """Something that happened."""

    id: int
    at: datetime
    type: str = Field(examples=["user.level_changed"])
    actor: AuditActor
    behind: AuditThing | None = Field(
        description="The agent who was signed in as the actor, a customer; null for everybody else."
    )
    subject: AuditThing
    ticket_id: int | None = Field(description="The ticket that it belongs to.")
    details: list[AuditDetail] = Field(description="What exactly, with names as of now.")
    request_id: str | None = Field(
        description="The request that caused it, as in `X-Request-ID` and the logs."
    )
    cause_id: int | None = Field(description="The event that caused it.")
    revertible: bool = Field(
        description="Whether it is a change of rights that `POST /v1/events/{id}/revert` sets back."
    )
