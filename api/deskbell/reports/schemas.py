"""What the API gives of reports."""

from datetime import date, datetime

from pydantic import Field

from deskbell.core.pagination import Read
from deskbell.tickets.schemas import TicketSummary


class WaitingTicket(TicketSummary):
    """A ticket whose customer waits for an answer."""

    waiting_since: datetime = Field(description="When the customer wrote what no agent has answered yet.")


class WorkCounts(Read):
    """How much work there is, of what the reader may see."""

    unsolved: int = Field(description="Tickets that are neither solved nor closed.", examples=[42])
    waiting: int = Field(
        description="Those of them that are new or open: it is our turn, not the customer's."
    )
    mine: int = Field(description="Unsolved tickets for which the reader is responsible.")
    unassigned: int = Field(description="Unsolved tickets for which nobody is.")


class DayFigures(Read):
    """One day in the reader's time zone."""

    day: date = Field(examples=["2026-11-25"])
    opened: int = Field(description="Tickets that came in.", examples=[12])
    solved: int = Field(description="Tickets that were solved or closed on this day, each once.")


class TodayRead(Read):
    """What a day at work begins with; all of it of the tickets that the reader may see."""

    counts: WorkCounts
    waiting: list[WaitingTicket] = Field(description="Whose customers wait longest, the longest first.")
    mine: list[WaitingTicket] = Field(description="The same of the reader's own tickets.")
    unassigned: list[WaitingTicket] = Field(description="The same of those that nobody has.")
    days: list[DayFigures] = Field(description="The last fourteen days, today last.")
