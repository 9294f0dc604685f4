"""An agent's public answer goes out: to the requester with the copied people, and to each follower apart."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order import REQUESTER, To, Wanted, order
from deskbell.channels.email.outbox.facts.queries import (
    system_addressee,
    system_copied,
    system_followers,
    system_ticket,
)
from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.auth import Actor, Level
from deskbell.events.models import StoredEvent
from deskbell.tickets.events import TicketMessageAdded

FOLLOWER = "follower:{}"


async def order_replies(session: AsyncSession, event: StoredEvent) -> None:
    """Order the mails of a public message that an agent wrote; none for others', and none to its author.

    Followers get a mail each, so that nobody learns another's address.
    """
    fact = TicketMessageAdded.of(event.data)
    ticket = await system_ticket(session, fact.ticket_id) if fact.by_staff else None
    if ticket is None:
        return
    system = Actor(kind="system", level=Level.admin, cause_event_id=event.id)
    requester = await system_addressee(session, ticket.requester_id)
    copied = await system_copied(session, ticket.id, fact.message_id)
    people = {FOLLOWER.format(each.user_id): each for each in await system_followers(session, ticket.id)}
    classes: dict[str, tuple[int | None, list[To]]] = {
        REQUESTER: (
            requester.user_id if requester else None,
            [To(address, copied=True) for address in copied],
        )
    }
    if requester is not None and requester.user_id != event.actor_id:
        classes[REQUESTER][1].insert(0, To(requester.address, requester.name))
    known = {each.address.lower() for each in classes[REQUESTER][1]}
    for name, person in people.items():
        if (
            person.user_id not in {event.actor_id, ticket.requester_id}
            and person.address.lower() not in known
        ):
            classes[name] = (person.user_id, [To(person.address, person.name)])
    for recipient_class, (user_id, to) in classes.items():
        wanted = Wanted(MailKind.reply, to, recipient_class, ticket.id, fact.message_id, user_id)
        await order(session, system, wanted)
