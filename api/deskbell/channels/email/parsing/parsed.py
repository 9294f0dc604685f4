"""What a mail says, as plain data. A stranger wrote all of it: nothing here is safe to show as markup."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address as written; either may be empty, and neither proves anything."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers in their order, names in lower case, values decoded; those that many ask for are read."""

    fields: tuple[tuple[str, str], ...] = ()
    from_: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    def first(self, name: str) -> str:
        """The first header of this name (lower case), or an empty text."""
        return next((value for found, value in self.fields if found == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All headers of this name (lower case), the topmost first."""
        return tuple(value for found, value in self.fields if found == name)

    def has(self, name: str) -> bool:
        """Whether there is a header of this name (lower case)."""
        return any(found == name for found, _ in self.fields)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is no body. `name` and `content_type` are as declared, `inline` if the markup shows it."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    content_id: str = ""
    disposition: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Nested:
    """A message inside of the mail: forwarded, or returned. Whole, it is an attachment too."""

    headers: Headers
    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report of delivery says about one recipient.

    `action` is that of RFC 3464 (failed, delayed, delivered, relayed, expanded), `status` an enhanced code
    such as 5.1.1 or empty, `message_id` that of the mail which bounced, where the report tells.
    """

    action: str
    status: str
    recipient: str
    message_id: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mail, read. With `html`, this is the whole body, parts that were sent only as text included.

    `notes` are codes of what was odd; `unreadable` is the code of why nothing but headers could be read.
    """

    headers: Headers
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    nested: tuple[Nested, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    notes: tuple[str, ...] = field(default=())
    unreadable: str = ""

    def __iter__(self) -> Iterator[tuple[str, object]]:
        """The mail as pairs, for `dict(parsed)`: what programs that compare parsers look at."""
        headers = self.headers
        sender = headers.from_[0] if headers.from_ else Address("", "")
        yield "from_email", sender.address
        yield "from_name", sender.name
        yield "subject", headers.subject
        yield "text", self.text
        yield "html", self.html
        yield "attachments", [(file.name, len(file.content)) for file in self.attachments]
        yield "message_id", headers.message_id
        yield "in_reply_to", list(headers.in_reply_to)
        yield "references", list(headers.references)
        yield "auto_submitted", headers.first("auto-submitted")
