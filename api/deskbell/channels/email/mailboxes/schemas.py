"""Mailboxes as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import EmailStr, Field, StringConstraints, model_validator

from deskbell.channels.email.imap.failure import Cause
from deskbell.channels.email.imap.server import AfterTaking
from deskbell.channels.email.parsing.limits import MAX_MAIL
from deskbell.channels.email.sending.server import Security
from deskbell.channels.email.sign_ins.models import AppProvider, SignInState
from deskbell.core.fields import SECRET, Id, Line, Text
from deskbell.core.locales import Language
from deskbell.core.pagination import Read, Write

MailboxName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Host = Annotated[Line, StringConstraints(min_length=1, max_length=253)]
Word = Annotated[Line, StringConstraints(min_length=1, max_length=253)]
Signature = Annotated[Text, StringConstraints(max_length=50_000)]
Password = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=1024, strip_whitespace=False),
    Field(json_schema_extra=SECRET),
]
Size = Annotated[int, Field(ge=10_000, le=MAX_MAIL)]
Port = Annotated[int, Field(ge=1, le=65535)]
Folder = Annotated[Line, StringConstraints(min_length=1, max_length=255)]


class SmtpRead(Read):
    """The server through which a mailbox sends; its password is never given."""

    host: str = Field(examples=["smtp.example.org"])
    port: int = Field(examples=[587])
    security: Security
    username: str | None
    password_is_set: bool
    private: bool = Field(description="Whether it stands in a private network, by the admin's word.")


class IncomingRead(Read):
    """The IMAP server where a mailbox's mail lies; its password is never given."""

    kind: Literal["imap"]
    host: str = Field(examples=["imap.example.org"])
    port: int = Field(examples=[993])
    security: Security
    username: str | None = Field(description="Null: the account that signed in at the provider.")
    password_is_set: bool
    private: bool = Field(description="Whether it stands in a private network, by the admin's word.")
    folder: str = Field(examples=["INBOX"])
    after: AfterTaking = Field(description="What is done there to a mail that was taken.")
    move_to: str | None = Field(description="The folder that mails are moved to.")
    existing: bool = Field(description="Whether mail from before it was connected is taken as well.")


class PollingRead(Read):
    """How the polling of a mailbox stands."""

    polled_at: datetime | None = Field(description="When the folder was last looked through.")
    next_at: datetime = Field(description="When it is looked through again, unless the server tells earlier.")
    live: bool = Field(description="Whether the server tells at once of new mail (IDLE).")
    asked_at: datetime | None = Field(description="When a poll was asked for that is not done yet.")
    failures: int = Field(description="How many attempts failed in a row.")
    error_code: Cause | None = Field(
        description="What is in the way; null: nothing. `away` and `answer` mend themselves."
    )
    error: str | None = Field(description="The same as a sentence that says what to do next.")
    mails_taken: int = Field(description="How many mails were taken since it was connected.")


class MailboxSignIn(Read):
    """Whether the helpdesk may open a mailbox that one signs in for."""

    state: SignInState = Field(description="`again`: the provider ended the access; sign in again.")
    account: str | None = Field(description="Who signed in at the provider, as far as it says.")
    problem: str = Field(description="What is wrong, in a sentence; empty when nothing.")
    signed_in_at: datetime | None


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
    size_limit: int | None = Field(
        description=f"The most bytes of a mail to it; null: {MAX_MAIL}. A larger one is refused."
    )
    smtp: SmtpRead | None = Field(description="Null: mail waits until it is set.")
    incoming: IncomingRead | None = Field(
        description="The server from which its mail is fetched; null: mail comes by SMTP and LMTP only."
    )
    polling: PollingRead | None = Field(description="How fetching stands; null while `incoming` is.")
    sign_in_with: AppProvider | None = Field(description="Null: its servers take a password.")
    sign_in: MailboxSignIn | None = Field(description="How that stands; null with a password.")
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


class IncomingWrite(Write):
    """The IMAP server where a mailbox's mail lies."""

    kind: Literal["imap"] = "imap"
    host: Host
    port: Port | None = Field(None, description="Left out: 993 with `tls`, else 143.")
    security: Security = Field(
        Security.tls, description="`none` sends no password, unless the server is `private`."
    )
    username: Word | None = Field(
        None, description="Left out: the mailbox's address, or the account that signs in at the provider."
    )
    password: Password | None = Field(None, description="Left out or null: the one that is stored stays.")
    private: bool = Field(False, description="It stands in a private network, and may be reached there.")  # noqa: FBT003
    folder: Folder = "INBOX"
    after: AfterTaking = Field(
        AfterTaking.seen, description="What is done there to a mail, after it is stored here."
    )
    move_to: Folder | None = Field(
        None, description="The folder to `move` mails to; made where there is none."
    )
    existing: bool = Field(
        False,  # noqa: FBT003
        description="Take mail, too, that lies in the folder already. It becomes tickets, all of it.",
    )

    @model_validator(mode="after")
    def _has_a_place_to_move_to(self) -> Self:
        if (self.after is AfterTaking.move) != (self.move_to is not None):
            message = "`move_to` has to be given with `after: move`, and only with it"
            raise ValueError(message)
        if self.move_to is not None and self.move_to.lower() == self.folder.lower():
            message = "`move_to` has to be another folder than `folder`"
            raise ValueError(message)
        return self


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
    size_limit: Size | None = None
    smtp: SmtpWrite | None = None
    incoming: IncomingWrite | None = None
    sign_in_with: AppProvider | None = Field(
        None, description="One signs in at this provider instead of giving its servers a password."
    )


class MailboxUpdate(Write):
    """Changes to a mailbox; a member left out stays. Null takes what may be null away."""

    address: EmailStr | None = Field(None, max_length=254)
    name: MailboxName | None = None
    department_id: Id | None = None
    priority_id: Id | None = None
    type_id: Id | None = None
    signature: Signature | None = None
    language: Language | None = None
    enabled: bool | None = None
    trusted_servers: list[Word] | None = Field(None, max_length=20)
    size_limit: Size | None = None
    smtp: SmtpWrite | None = None
    incoming: IncomingWrite | None = None
    sign_in_with: AppProvider | None = None
