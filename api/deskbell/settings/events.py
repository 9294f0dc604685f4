"""Facts about the helpdesk as a whole."""

from typing import ClassVar, Literal

from deskbell.events.event import Event

THE_HELPDESK = 1


class HelpdeskEvent(Event):
    """A fact about the helpdesk; there is one in an installation."""

    subject: ClassVar[str] = "helpdesk"

    helpdesk_id: int = THE_HELPDESK


class HelpdeskChanged(HelpdeskEvent, type="helpdesk.changed", internal=True):
    """Settings of a section changed; `fields` names which, not into what."""

    section: Literal["helpdesk", "look", "tickets", "mail", "sign_in", "guide"] = "helpdesk"
    fields: list[str]


class HelpdeskSetUp(HelpdeskEvent, type="helpdesk.set_up", internal=True):
    """The helpdesk got its first admin and its default department."""

    user_id: int
    department_id: int
