"""What the API takes and gives of tickets."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints, model_validator

from deskbell.core.fields import LARGEST_ID, Id, Line, Moment, QueryId, Text
from deskbell.core.pagination import LONGEST_CURSOR, Read, Ref, Write
from deskbell.tickets.dimension_schemas import LabelRead, PriorityRead, StatusRef, TicketChoices
from deskbell.tickets.models import StatusKind

Subject = Annotated[Line, StringConstraints(min_length=1, max_length=250)]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]
LONGEST_BODY = 500_000
MOST_FILES = 50


class TicketSort(StrEnum):
    """The orders of a list of tickets; a minus means the highest or newest first."""

    updated_at = "updated_at"
    updated_at_down = "-updated_at"
    created_at = "created_at"
    created_at_down = "-created_at"
    priority = "priority"
    priority_down = "-priority"


class TicketListQuery(Write):
    """Filters, order and place of a list of tickets. Repeated values of one filter mean any of them."""

    status_kind: list[StatusKind] = Field([], description="What the status means.")
    status_id: list[QueryId] = Field([], max_length=100, description="The status.")
    department_id: list[QueryId] = Field([], max_length=100, description="The department.")
    organization_id: list[QueryId] = Field([], max_length=100, description="The organization.")
    team_id: list[QueryId] = Field([], max_length=100, description="The team.")
    assignee_id: list[QueryId] = Field([], max_length=100, description="The responsible agent.")
    unassigned: bool | None = Field(None, description="Whether nobody is responsible.")
    priority_id: list[QueryId] = Field([], max_length=100, description="The priority.")
    type_id: list[QueryId] = Field([], max_length=100, description="The type.")
    label_id: list[QueryId] = Field([], max_length=20, description="A label; several mean all of them.")
    requester_id: list[QueryId] = Field([], max_length=100, description="Who asked.")
    follower_id: QueryId | None = Field(None, description="Who follows.")
    channel: list[ChannelName] = Field([], max_length=10, description="By which way it came in.")
    reference: Text | None = Field(
        None, max_length=40, description="The public reference.", examples=["7QJR-3M8K-2TXD"]
    )
    created_after: Moment | None = Field(None, description="Made at this time or later.")
    created_before: Moment | None = Field(None, description="Made before this time.")
    updated_after: Moment | None = Field(None, description="Last changed at this time or later.")
    updated_before: Moment | None = Field(None, description="Last changed before this time.")
    deleted: bool = Field(False, description="The deleted tickets instead of the living ones; for agents.")  # noqa: FBT003
    sort: TicketSort = Field(TicketSort.updated_at_down, description="The order.")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."
    )
    limit: int = Field(25, ge=1, le=100, description="Rows in a page.")
    count: bool = Field(False, description="Whether `total` is wanted.")  # noqa: FBT003


class RequesterRead(Read):
    """Who brought the ticket."""

    id: int
    name: str
    email: str | None


class TicketAgentPart(Read):
    """What customers never get of a ticket."""

    assignee: Ref | None
    team: Ref | None
    priority: PriorityRead
    type: Ref | None
    labels: list[LabelRead]


class TicketSummary(Read):
    """A ticket as it stands in a list."""

    id: int = Field(examples=[1042])
    reference: str = Field(
        description="For people and mails; authority over nothing.", examples=["7QJR-3M8K-2TXD"]
    )
    subject: str = Field(examples=["Cannot reset my password"])
    status: StatusRef
    requester: RequesterRead
    organization: Ref | None = Field(description="The organization that it belongs to.")
    private: bool = Field(description="Kept by its requester from the others of the organization.")
    department: Ref | None = Field(
        description="Where it is. For a customer: the nearest department above that they may be told of; "
        "null when there is none."
    )
    channel: str = Field(description="How it came in: `api`, `web`.")
    preview: str = Field(description="The beginning of the last public message.")
    message_count: int = Field(
        description="How many messages the reader may see, or for agents how many there are."
    )
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )
    agent: TicketAgentPart | None = Field(description="For agents only; null for customers.")


class TicketCan(Read):
    """What the reader may do with this ticket."""

    reply: bool
    note: bool
    set_fields: bool
    set_status: bool
    solve: bool
    take: bool
    assign: bool
    move: bool
    label: bool
    follow: bool
    link: bool
    delete: bool
    restore: bool
    set_private: bool


class OtherTicket(Read):
    """Another ticket that this one has to do with, and that the reader may see."""

    id: int
    reference: str
    subject: str


class TicketCopyRead(Read):
    """An address that gets the public replies sent after it was added; it opens nothing."""

    id: int
    address: str = Field(examples=["pat@example.org"])
    created_at: datetime


class TicketCopyCreate(Write):
    """An address that is to get the public replies from now on."""

    address: EmailStr = Field(max_length=254)


class TicketRead(TicketSummary):
    """A ticket."""

    can: TicketCan
    followers: list[Ref] = Field(description="Who follows; empty for customers.")
    let_in: list[Ref] = Field(
        description="Agents without access to the department who were let in to this ticket; "
        "empty for customers."
    )
    copied: list[str] = Field(description="Addresses that get public replies, too; empty for customers.")
    continues: OtherTicket | None = Field(description="The closed ticket that it was opened in answer to.")
    continued_by: list[OtherTicket] = Field(description="Those opened in answer to it, the newest first.")
    maybe_related: list[OtherTicket] = Field(
        description="Those that its mails only hint at, by a number or a mail of others; empty for customers."
    )


class MessageBody(Write):
    """What is said: HTML or plain text, one of them."""

    html: Annotated[Text, StringConstraints(max_length=LONGEST_BODY)] | None = Field(
        None, description="HTML; what is not on the list of allowed markup is dropped."
    )
    text: Annotated[Text, StringConstraints(max_length=LONGEST_BODY)] | None = Field(
        None, description="Plain text."
    )
    file_ids: list[UUID] = Field(
        [], max_length=MOST_FILES, description="Uploads that belong to it, pictures in the HTML included."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "MessageBody":
        if (self.html is None) == (self.text is None):
            message = "give either html or text"
            raise ValueError(message)
        return self


class ReplyCreate(MessageBody):
    """A public reply."""

    status_id: Id | None = Field(None, description="The status to set with it; for agents.")


class MailBody(ReplyCreate):
    """What a mail says, as it is taken in: never checked, for it may be longer than what the API takes."""

    reply_html: str | None = None
    """`html`, or `text` as HTML, without quotes and signature; nothing where it has neither."""


class RequesterCreate(Write):
    """A person by address; an unknown one becomes an unclaimed account."""

    name: Name
    email: EmailStr = Field(max_length=254)


class TicketAgentCreate(Write):
    """What only agents may say of a new ticket."""

    requester_id: Id | None = Field(None, description="On whose behalf; else `requester`, else the caller.")
    requester: RequesterCreate | None = Field(None, description="On whose behalf, by address.")
    as_requester: bool = Field(False, description="Whether the first message counts as the requester's own.")  # noqa: FBT003
    organization_id: Id | None = Field(None, description="Else the requester's default organization.")
    department_id: Id | None = Field(None, description="Else the default department.")
    team_id: Id | None = None
    assignee_id: Id | None = None
    priority_id: Id | None = None
    type_id: Id | None = None
    status_id: Id | None = None
    label_ids: list[Id] = Field([], max_length=50)


class TicketCreate(MessageBody):
    """A new ticket with its first message."""

    subject: Subject
    organization_id: Id | None = Field(None, description="One of your organizations; else your default.")
    private: bool = Field(False, description="Kept from the others of the organization.")  # noqa: FBT003
    choices: TicketChoices | None = Field(
        None, description="For customers: what they chose, if anything. Agents say it in `agent`."
    )
    agent: TicketAgentCreate | None = Field(None, description="For agents only; refused from customers.")


class TicketAgentUpdate(Write):
    """What only agents may change."""

    priority_id: Id | None = None
    type_id: Annotated[int, Field(ge=1, le=LARGEST_ID)] | None = None


class TicketUpdate(Write):
    """Plain fields of a ticket; a member left out stays as it is."""

    subject: Subject | None = None
    agent: TicketAgentUpdate | None = None


class AssigneePut(Write):
    """Who becomes responsible."""

    user_id: Id
    let_in: bool = Field(
        default=False, description="Let an agent without access to the department in to this ticket."
    )


class TeamPut(Write):
    """Which team becomes responsible."""

    team_id: Id


class DepartmentPut(Write):
    """Where the ticket goes."""

    department_id: Id


class StatusPut(Write):
    """The new status."""

    status_id: Id


class HistoryActor(Read):
    """Who did it; no number and name for the system or an erased person."""

    kind: str
    id: int | None
    name: str | None
    behind: Ref | None = Field(description="The agent who was signed in as this customer.")


class HistoryEntry(Read):
    """One change of a ticket."""

    id: int
    type: str = Field(examples=["ticket.status_changed"])
    at: datetime
    actor: HistoryActor
    before: Ref | None
    after: Ref | None
    message_id: int | None
