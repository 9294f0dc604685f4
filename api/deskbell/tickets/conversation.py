"""A ticket and what was said, in one answer."""

from pydantic import Field

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Read
from deskbell.core.read_pool import Reads
from deskbell.files.addresses import FileSigner
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.messages.queries import message_page
from deskbell.tickets.messages.schemas import MessageRead
from deskbell.tickets.reading import read_ticket
from deskbell.tickets.schemas import TicketRead


class ConversationRead(Read):
    """A ticket with its messages."""

    ticket: TicketRead
    messages: Page[MessageRead] = Field(
        description="The first hundred; the next ones by `GET …/messages?cursor=`."
    )


async def read_conversation(
    reads: Reads, actor: Actor, ticket_id: int, lookup: Lookup, signer: FileSigner
) -> Members:
    """The members of a `ConversationRead` for this actor. 404 when they can't see the ticket."""
    ticket = await read_ticket(reads, actor, ticket_id, lookup)
    messages = await message_page(reads, actor, ticket_id, lambda file_id: signer(actor, file_id))
    return {"ticket": ticket, "messages": messages}
