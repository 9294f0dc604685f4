"""An agent's public answer goes out: to the requester with the copied people, and to each follower apart."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order import REQUESTER, To, Wanted, order_all
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.models import MailKind
from deskbell.channels.email.outbox.ordering.queries import Said, system_said
from deskbell.events.reading import LoggedEvent

FOLLOWER = "follower:{}"


def mails_nobody(event: LoggedEvent) -> bool:
    """Whether a `TicketMessageAdded` shows by itself that no mail is made of it: only agents' words are."""
    return not event.data.get("by_staff")


async def order_replies(session: AsyncSession, event_ids: Sequence[int]) -> None:
    """Order the mails of public messages that agents wrote; none for others', and none to their authors.

    Followers get a mail each, so that nobody learns another's address.
    """
    said = await system_said(session, event_ids)
    await order_all(
        session,
        [
            (replace(SYSTEM, cause_event_id=each.event_id), wanted)
            for each in said
            for wanted in _wanted(each)
        ],
    )


def _wanted(said: Said) -> list[Wanted]:
    to = [To(address, copied=True) for address in said.copied]
    requester = said.requester
    if requester is not None and requester.user_id != said.actor_id:
        to.insert(0, To(requester.address, requester.name))
    known = {each.address.lower() for each in to}
    wanted = [_mail(said, REQUESTER, requester.user_id if requester else None, to)]
    for person in said.followers:
        told = person.user_id in {said.actor_id, said.requester_id} or person.address.lower() in known
        if not told:
            apart = [To(person.address, person.name)]
            wanted.append(_mail(said, FOLLOWER.format(person.user_id), person.user_id, apart))
    return wanted


def _mail(said: Said, recipient_class: str, user_id: int | None, to: list[To]) -> Wanted:
    return Wanted(MailKind.reply, to, recipient_class, said.ticket_id, said.message_id, user_id)
