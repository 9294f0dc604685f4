"""What the API takes of guests who open a ticket, and what it gives them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from deskbell.core.fields import SECRET, Text
from deskbell.core.pagination import Read, Write
from deskbell.tickets.dimension_schemas import TicketChoices
from deskbell.tickets.schemas import Subject
from deskbell.users.schemas import Address, PersonName

LONGEST_TEXT = 100_000
MOST_FILES = 20


class SubmissionRequester(Write):
    """Who asks. An unknown address becomes an account that its owner can claim."""

    name: PersonName = Field(description="What the person is called.")
    email: Address = Field(description="Where the link to the ticket is mailed to.")


class SubmissionFileClaim(Write):
    """A file that the guest has uploaded for it."""

    id: UUID
    claim: Annotated[Text, StringConstraints(min_length=1, max_length=200), Field(json_schema_extra=SECRET)]


class TicketSubmissionCreate(Write):
    """A ticket of somebody who is not signed in."""

    requester: SubmissionRequester
    subject: Subject
    text: Annotated[Text, StringConstraints(max_length=LONGEST_TEXT)] = Field(description="Plain text.")
    choices: TicketChoices | None = Field(None, description="What the guest chose, if anything.")
    files: list[SubmissionFileClaim] = Field(
        [], max_length=MOST_FILES, description="Uploads of `POST /v1/ticket-submissions/files`."
    )


class TicketSubmissionRead(Read):
    """That the ticket is there. It says nothing of whose the address is."""

    reference: str = Field(
        description="For asking after it; authority over nothing.", examples=["7QJR-3M8K-2TXD"]
    )


class SubmissionFileRead(Read):
    """A guest's upload, and the secret that makes it theirs, shown only now."""

    id: UUID
    claim: Annotated[str, Field(json_schema_extra=SECRET)]
    name: str
    content_type: str = Field(description="By the file's first bytes (T29).")
    size: int = Field(description="Bytes.")
