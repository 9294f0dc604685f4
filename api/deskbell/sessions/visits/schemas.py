"""Visits as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Text
from deskbell.core.pagination import Read, Ref, Write

LONGEST_REASON = 500

Reason = Annotated[Text, StringConstraints(min_length=3, max_length=LONGEST_REASON)]


class VisitCreate(Write):
    """Why an agent wants to see the support center as this person."""

    reason: Reason = Field(
        description="Why. It is kept for those who may sign in as customers, and for admins.",
        examples=["She can't find her invoice; I look at what she sees."],
    )


class VisitRead(Read):
    """An agent was, or is, signed in as a customer."""

    id: int = Field(description="Its number.")
    user: Ref = Field(description="As whom.")
    agent: Ref = Field(description="Who.")
    reason: str = Field(description="Why.")
    created_at: datetime = Field(description="When it began.")
    ends_at: datetime | None = Field(description="Until when it may last; null when it is over.")
