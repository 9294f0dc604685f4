"""What the log says, for tests."""

from sqlalchemy import select

from deskbell.events.models import StoredEvent


async def facts(session, subject, number):
    """The types of the events about one thing, in order."""
    return [event.type for event in await stored_facts(session, subject, number)]


async def stored_facts(session, subject, number):
    """The events about one thing, in order."""
    where = (StoredEvent.subject_type == subject, StoredEvent.subject_id == number)
    return list(await session.scalars(select(StoredEvent).where(*where).order_by(StoredEvent.id)))


async def all_facts(session):
    """The types of all events, in order."""
    return list(await session.scalars(select(StoredEvent.type).order_by(StoredEvent.id)))
