"""Facts about visits: who and as whom; the reason stands with the visit, not in the log."""

from typing import ClassVar

from deskbell.events.event import Event


class VisitBegan(Event, type="user.visit_began", internal=True):
    """An agent signed in as a customer; what they do there names both."""

    subject: ClassVar[str] = "user"

    user_id: int
    visit_id: int
    session_id: int
