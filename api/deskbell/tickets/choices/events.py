"""Facts about who may choose what; of departments, they stand with departments."""

from deskbell.tickets.events import PriorityEvent, TicketTypeEvent


class TicketTypeAudienceChanged(TicketTypeEvent, type="ticket_type.audience_changed", internal=True):
    """Other groups may choose a type of ticket: the whole set before and after; none is everybody."""

    before: list[int]
    after: list[int]


class PriorityAudienceChanged(PriorityEvent, type="priority.audience_changed", internal=True):
    """Other groups may choose a priority: the whole set before and after; none is everybody."""

    before: list[int]
    after: list[int]
