"""App registrations and sign-ins as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.channels.email.sign_ins.models import AppProvider
from deskbell.core.fields import SECRET, Line, Text
from deskbell.core.pagination import Read, Write

ClientId = Annotated[Line, StringConstraints(min_length=1, max_length=500, pattern=r"^[\x21-\x7e]+$")]
ClientSecret = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=1000, pattern=r"^[\x21-\x7e]+$"),
    Field(json_schema_extra=SECRET),
]
Tenant = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$")]


class MailAppRead(Read):
    """The helpdesk as it is registered with a provider."""

    provider: AppProvider
    callback_url: str = Field(
        description="The address to enter at the provider, exactly as it stands here.",
        examples=["https://help.example.org/v1/mail-sign-ins/callback"],
    )
    registered: bool = Field(description="Whether a registration was entered.")
    client_id: str | None
    secret_is_set: bool = Field(description="The secret itself is never given.")
    tenant: str | None = Field(description="Microsoft's directory; null: any organization.")
    updated_at: datetime | None


class MailAppWrite(Write):
    """A registration that was made at the provider."""

    client_id: ClientId = Field(examples=["1234.apps.googleusercontent.com"])
    client_secret: ClientSecret | None = Field(
        None, description="Left out or null: the one that is stored stays, for the same client ID."
    )
    tenant: Tenant | None = Field(None, description="Microsoft's directory (tenant) ID; not for Google.")


class SignInOrder(Read):
    """Where to go to allow access."""

    authorization_url: str = Field(description="Open this in the browser in which you are signed in here.")
    expires_at: datetime = Field(description="Until when you can come back.")


class SignInFinish(Write):
    """What came back from the provider, as it stands behind the `#` of the page that you came back to."""

    state: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$"), Field(json_schema_extra=SECRET)]
    code: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,4096}$"), Field(json_schema_extra=SECRET)]
