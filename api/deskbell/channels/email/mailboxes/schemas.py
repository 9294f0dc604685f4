"""Mailboxes as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

from pydantic import EmailStr, Field, StringConstraints

from deskbell.channels.email.sending.server import Security
from deskbell.core.fields import Id, Line, Text
from deskbell.core.pagination import Read, Write
from deskbell.users.schemas import Language

MailboxName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Host = Annotated[Line, StringConstraints(min_length=1, max_length=253)]
Word = Annotated[Line, StringConstraints(min_length=1, max_length=253)]
Signature = Annotated[Text, StringConstraints(max_length=50_000)]
Password = Annotated[Text, StringConstraints(min_length=1, max_length=1024, strip_whitespace=False)]
Port = Annotated[int, Field(ge=1, le=65535)]


class SmtpRead(Read):
    """The server through which a mailbox sends; its password is never given."""

    host: str = Field(examples=["smtp.example.org"])
    port: int = Field(examples=[587])
    security: Security
    username: str | None
    password_is_set: bool
    private: bool = Field(description="Whether it stands in a private network, by the admin's word.")


class MailboxRead(Read):
    """An address at which customers write to us."""

    id: int
    address: str = Field(examples=["support@example.org"])
    name: str = Field(description="How it is called in mails that it sends.", examples=["Example Support"])
    department_id: int = Field(description="Where its tickets go.")
    priority_id: int | None = Field(description="The priority of its tickets; null: the default one.")
    type_id: int | None = Field(description="The type of its tickets.")
    signature: str = Field(description="Sanitized HTML under replies.")
    language: str = Field(description="Of the mails that it sends by itself.", examples=["en"])
    enabled: bool = Field(description="Whether it takes and sends mail.")
    trusted_servers: list[str] = Field(
        description="Mail servers through which alone its mail arrives: their verdicts are believed."
    )
    smtp: SmtpRead | None = Field(description="Null: mail waits until it is set.")
    created_at: datetime
    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )


class SmtpWrite(Write):
    """The server through which a mailbox sends."""

    host: Host
    port: Port = 587
    security: Security = Security.starttls
    username: Word | None = None
    password: Password | None = Field(None, description="Left out or null: the one that is stored stays.")
    private: bool = Field(False, description="It stands in a private network, and may be reached there.")  # noqa: FBT003


class MailboxCreate(Write):
    """A new mailbox."""

    address: EmailStr = Field(max_length=254, description="No account and no other mailbox has it.")
    name: MailboxName
    department_id: Id
    priority_id: Id | None = None
    type_id: Id | None = None
    signature: Signature = Field(
        "", description="HTML; what is not on the list of allowed markup is dropped."
    )
    language: Language = "en"
    enabled: bool = True
    trusted_servers: list[Word] = Field([], max_length=20)
    smtp: SmtpWrite | None = None


class MailboxUpdate(Write):
    """Changes to a mailbox; a member left out stays. Null takes a priority, a type or the server away."""

    address: EmailStr | None = Field(None, max_length=254)
    name: MailboxName | None = None
    department_id: Id | None = None
    priority_id: Id | None = None
    type_id: Id | None = None
    signature: Signature | None = None
    language: Language | None = None
    enabled: bool | None = None
    trusted_servers: list[Word] | None = Field(None, max_length=20)
    smtp: SmtpWrite | None = None
