"""What the API takes and gives of ticket links."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskbell.core.fields import SECRET, Text
from deskbell.core.pagination import Read, Ref, Write


class TicketLinkRead(Read):
    """A secret address of a ticket; the secret itself is shown once, when it is made."""

    id: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    created_by: Ref | None


class TicketLinkCreated(TicketLinkRead):
    """A new secret address, shown only now."""

    url: str
    token: str


class TicketLinkCreate(Write):
    """How long the address works."""

    days: int = Field(30, ge=1, le=365)


class TicketLinkRedeem(Write):
    """The secret of a ticket link."""

    token: Annotated[Text, StringConstraints(min_length=1, max_length=200), Field(json_schema_extra=SECRET)]


class LinkSession(Read):
    """A token for one ticket."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    ticket_id: int
