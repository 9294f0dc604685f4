"""What follows from events (event -> handler, in the order in which it is done), and from the clock."""

from deskbell.core import idempotency
from deskbell.core.jobs import Job, schedule
from deskbell.events.subscribing import Reaction, Subscribers, ticket_lock
from deskbell.notifications import jobs as notifications
from deskbell.tickets.events import TicketAssigneeChanged, TicketMessageAdded, TicketNoteAdded

SUBSCRIBERS = Subscribers(
    projections=(),
    reactions=(
        Reaction(
            (TicketAssigneeChanged, TicketMessageAdded, TicketNoteAdded),
            notifications.notify_assignee,
            ticket_lock,
        ),
    ),
)

BY_THE_CLOCK = (schedule(Job("idempotency.purge", idempotency.purge, cron="17 * * * *")),)
