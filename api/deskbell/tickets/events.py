"""What happens to tickets. Every fact carries the ticket's version after it."""

from typing import ClassVar

from deskbell.events.event import Event


class TicketEvent(Event):
    """A fact about a ticket."""

    subject: ClassVar[str] = "ticket"
    ticket_id: int
    version: int


class TicketCreated(TicketEvent, type="ticket.created"):
    """A ticket came to be. `channel`: by which way, as its first message's."""

    department_id: int
    requester_id: int
    status_id: int
    open: bool
    channel: str | None = None
    organization_id: int | None = None


class TicketMessageAdded(TicketEvent, type="ticket.message_added"):
    """A public message was added. `by_staff`: written by an agent in the agent panel."""

    message_id: int
    by_staff: bool


class TicketNoteAdded(TicketEvent, type="ticket.note_added", internal=True):
    """An internal note was added."""

    message_id: int


class TicketStatusChanged(TicketEvent, type="ticket.status_changed"):
    """The status changed; `open_before` and `open_after` say whether it counted, and counts, as open work."""

    department_id: int
    before: int
    after: int
    open_before: bool
    open_after: bool


class TicketAssigneeChanged(TicketEvent, type="ticket.assignee_changed", internal=True):
    """Another agent, or nobody, is responsible."""

    before: int | None
    after: int | None


class TicketTeamChanged(TicketEvent, type="ticket.team_changed", internal=True):
    """Another team, or none, is responsible."""

    before: int | None
    after: int | None


class TicketDepartmentChanged(TicketEvent, type="ticket.department_changed", internal=True):
    """The ticket moved to another department."""

    before: int
    after: int
    open: bool


class TicketOrganizationChanged(TicketEvent, type="ticket.organization_changed", internal=True):
    """The ticket belongs to another organization, or to none."""

    before: int | None
    after: int | None


class TicketPrivateChanged(TicketEvent, type="ticket.private_changed"):
    """The requester keeps it from the others of the organization, or does so no more."""

    before: bool
    after: bool


class TicketRequesterChanged(TicketEvent, type="ticket.requester_changed", internal=True):
    """The ticket is another account's: handed to a colleague, or two accounts were merged or parted."""

    before: int
    after: int


class TicketPriorityChanged(TicketEvent, type="ticket.priority_changed", internal=True):
    """The priority changed."""

    before: int
    after: int


class TicketTypeChanged(TicketEvent, type="ticket.type_changed", internal=True):
    """The type changed."""

    before: int | None
    after: int | None


class TicketSubjectChanged(TicketEvent, type="ticket.subject_changed"):
    """The subject was rewritten; what it says stands with the ticket only."""


class TicketLabelAdded(TicketEvent, type="ticket.label_added", internal=True):
    """A label was put on."""

    label_id: int


class TicketLabelRemoved(TicketEvent, type="ticket.label_removed", internal=True):
    """A label was taken off."""

    label_id: int


class TicketFollowerAdded(TicketEvent, type="ticket.follower_added", internal=True):
    """A person follows the ticket now."""

    user_id: int


class TicketFollowerRemoved(TicketEvent, type="ticket.follower_removed", internal=True):
    """A person does not follow the ticket any more."""

    user_id: int


class TicketAccessGiven(TicketEvent, type="ticket.access_given", internal=True):
    """An agent without access to the department was let in to this ticket."""

    user_id: int


class TicketAccessTaken(TicketEvent, type="ticket.access_taken", internal=True):
    """An agent is not let in to this ticket any more."""

    user_id: int


class TicketCopyAdded(TicketEvent, type="ticket.copy_added", internal=True):
    """An address gets the public replies from now on; it opens nothing."""

    copy_id: int


class TicketCopyRemoved(TicketEvent, type="ticket.copy_removed", internal=True):
    """An address gets the public replies no more."""

    copy_id: int


class TicketDeleted(TicketEvent, type="ticket.deleted", internal=True):
    """The ticket was put away; it can be restored until it is purged."""

    department_id: int
    open: bool


class TicketRestored(TicketEvent, type="ticket.restored", internal=True):
    """A deleted ticket is back."""

    department_id: int
    open: bool


class HeldReplyEvent(Event):
    """A fact about a reply that is not sent yet; the ticket is as it was."""

    subject: ClassVar[str] = "held_reply"
    held_reply_id: int
    ticket_id: int


class HeldReplyCreated(HeldReplyEvent, type="held_reply.created", internal=True):
    """A reply was written; it is sent unless it is taken back in time."""


class HeldReplyDeleted(HeldReplyEvent, type="held_reply.deleted", internal=True):
    """A reply was taken back before it was sent."""


class HeldReplyRefused(HeldReplyEvent, type="held_reply.refused", internal=True):
    """A reply could not be sent; its author has it still."""


class TicketLinkCreated(TicketEvent, type="ticket.link_created", internal=True):
    """A secret address of the ticket was made for its requester."""

    link_id: int


class TicketLinkRevoked(TicketEvent, type="ticket.link_revoked", internal=True):
    """A secret address of the ticket opens nothing any more."""

    link_id: int


class TicketLinkUsed(TicketEvent, type="ticket.link_used", internal=True):
    """A secret address of the ticket was exchanged for a token."""

    link_id: int


class LabelCreated(Event, type="label.created", internal=True):
    """There is a new label."""

    subject: ClassVar[str] = "label"
    label_id: int


class LabelChanged(Event, type="label.changed", internal=True):
    """A label has another name or color."""

    subject: ClassVar[str] = "label"
    label_id: int
    fields: list[str]


class LabelDeleted(Event, type="label.deleted", internal=True):
    """A label is gone, from every ticket too."""

    subject: ClassVar[str] = "label"
    label_id: int


class StatusEvent(Event):
    """A fact about a status itself."""

    subject: ClassVar[str] = "status"
    status_id: int


class StatusCreated(StatusEvent, type="status.created", internal=True):
    """There is a new status."""


class StatusChanged(StatusEvent, type="status.changed", internal=True):
    """A status changed; `fields` names what."""

    fields: list[str]


class StatusDeleted(StatusEvent, type="status.deleted", internal=True):
    """A status is gone; tickets that had it got `moved_to`."""

    moved_to: int | None


class PriorityEvent(Event):
    """A fact about a priority itself."""

    subject: ClassVar[str] = "priority"
    priority_id: int


class PriorityCreated(PriorityEvent, type="priority.created", internal=True):
    """There is a new priority."""


class PriorityChanged(PriorityEvent, type="priority.changed", internal=True):
    """A priority changed; `fields` names what."""

    fields: list[str]


class PriorityDeleted(PriorityEvent, type="priority.deleted", internal=True):
    """A priority is gone; tickets that had it got `moved_to`."""

    moved_to: int | None


class TicketTypeEvent(Event):
    """A fact about a type of ticket itself."""

    subject: ClassVar[str] = "ticket_type"
    ticket_type_id: int


class TicketTypeCreated(TicketTypeEvent, type="ticket_type.created", internal=True):
    """There is a new type of ticket."""


class TicketTypeRenamed(TicketTypeEvent, type="ticket_type.changed", internal=True):
    """A type of ticket changed; `fields` names what."""

    fields: list[str]


class TicketTypeDeleted(TicketTypeEvent, type="ticket_type.deleted", internal=True):
    """A type of ticket is gone; tickets that had it got `moved_to`."""

    moved_to: int | None
