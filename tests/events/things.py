"""A kind of event for tests of the log, and the database's address for processes of their own."""

from typing import ClassVar

from deskbell.core.auth import Actor, Level
from deskbell.events.event import Event

SYSTEM = Actor(kind="system", level=Level.admin)


class ThingMade(Event, type="test_thing.made", internal=True):
    """Something was made."""

    subject: ClassVar[str] = "thing"
    thing_id: int


def address_of(database):
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
