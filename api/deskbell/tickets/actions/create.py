"""Opening a ticket."""

from dataclasses import dataclass, replace

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.members.queries import is_own
from deskbell.permissions.checking import require
from deskbell.teams.models import Team
from deskbell.tickets.actions.assign import refuse_unfit
from deskbell.tickets.actions.change_fields import find_priority, refuse_type
from deskbell.tickets.actions.choose import SUBMIT, take_choices
from deskbell.tickets.actions.defaults import BY_DEFAULT, default_department, untouched
from deskbell.tickets.actions.move import refuse_department
from deskbell.tickets.actions.refuse_wishes import refuse_wishes
from deskbell.tickets.actions.say import Voice, say
from deskbell.tickets.actions.set_organization import follow_new, refuse_organization
from deskbell.tickets.actions.set_private import refuse_private
from deskbell.tickets.actions.set_status import find_status
from deskbell.tickets.actions.store import REQUESTER
from deskbell.tickets.events import TicketAssigneeChanged, TicketCreated, TicketLabelAdded, TicketMessageAdded
from deskbell.tickets.messages.models import MessageKind
from deskbell.tickets.models import Label, Ticket, TicketLabel
from deskbell.tickets.problems import AgentPartRefused, unknown
from deskbell.tickets.schemas import TicketAgentCreate, TicketCreate
from deskbell.user_groups.queries import require_customer
from deskbell.users.actions.create import create_user
from deskbell.users.models import User, UserAddress


@dataclass(frozen=True, slots=True)
class Opened:
    """A new ticket, and whose it is: `requester_name`, `requester_email` and `organization_name`."""

    ticket: Ticket
    requester: dict[str, str | None]


async def create(session: AsyncSession, actor: Actor, body: TicketCreate, channel: str) -> Opened:
    """Open a ticket with its first message.

    A customer opens it for themselves, and chooses out of what is for their groups. An agent may say on whose
    behalf, where it goes, and whether the first message counts as the requester's own.
    """
    await _refuse(session, actor, body)
    wishes = body.agent or TicketAgentCreate()
    requester_id = await _requester(session, actor, wishes)
    ticket = await _new_ticket(session, actor, body, wishes, requester_id, channel)
    own = not actor.is_staff or wishes.as_requester
    voice = Voice(author_id=requester_id if own else actor.account_id, by_staff=not own, channel=channel)
    message = await say(session, actor, ticket, body, MessageKind.public, voice)
    if actor.level is Level.agent and ticket.department_id not in actor.departments:
        raise unknown("/agent/department_id")
    facts: list[Event] = [
        _created(ticket),
        TicketMessageAdded(
            ticket_id=ticket.id, version=ticket.version, message_id=message["id"], by_staff=not own
        ),
    ]
    if ticket.assignee_id is not None:
        facts.append(
            TicketAssigneeChanged(
                ticket_id=ticket.id, version=ticket.version, before=None, after=ticket.assignee_id
            )
        )
    facts += await _labels(session, ticket, wishes.label_ids)
    facts += await follow_new(session, ticket)
    await record(session, actor, *facts)
    return Opened(ticket, {name: message[name] for name in REQUESTER})


async def _refuse(session: AsyncSession, actor: Actor, body: TicketCreate) -> None:
    if actor.is_staff:
        require(actor, "tickets.create")
        return
    if body.agent is not None:
        raise AgentPartRefused
    await require_customer(session, actor, SUBMIT)


def _created(ticket: Ticket) -> TicketCreated:
    return TicketCreated(
        ticket_id=ticket.id,
        version=ticket.version,
        department_id=ticket.department_id,
        requester_id=ticket.requester_id,
        status_id=ticket.status_id,
        open=ticket.is_open,
        channel=ticket.channel,
        organization_id=ticket.organization_id,
    )


async def _new_ticket(
    session: AsyncSession,
    actor: Actor,
    body: TicketCreate,
    wishes: TicketAgentCreate,
    requester_id: int,
    channel: str,
) -> Ticket:
    ticket = untouched(subject=body.subject, requester_id=requester_id, channel=channel)
    await take_choices(session, actor, ticket, body.choices)
    ticket.organization_id = await _organization(session, actor, body, wishes)
    if body.private:
        await refuse_private(session, ticket, requester_id)
        ticket.private = True
    if wishes.model_fields_set:
        await _grant_wishes(session, actor, ticket, wishes)
    return ticket


async def _organization(
    session: AsyncSession, actor: Actor, body: TicketCreate, wishes: TicketAgentCreate
) -> int:
    """The one that was chosen: among one's own, by an agent among all; else the requester's default."""
    if wishes.organization_id is not None:
        await refuse_organization(session, actor, wishes.organization_id, "/agent/organization_id")
        return wishes.organization_id
    if body.organization_id is not None:
        if not await is_own(session, replace(actor, level=Level.user), body.organization_id):
            raise unknown("/organization_id")
        return body.organization_id
    return BY_DEFAULT


async def _grant_wishes(
    session: AsyncSession, actor: Actor, ticket: Ticket, wishes: TicketAgentCreate
) -> None:
    """Put on the ticket what the agent chose, each checked as the verb of its own would."""
    department_id = wishes.department_id or await default_department(session)
    await refuse_department(session, actor, department_id, "/agent/department_id", to_open=True)
    refuse_wishes(actor, wishes)
    ticket.department_id = department_id
    if wishes.status_id is not None:
        status = await find_status(session, wishes.status_id)
        ticket.status_id, ticket.status_kind = status.id, status.kind
    if wishes.priority_id is not None:
        priority = await find_priority(session, wishes.priority_id)
        ticket.priority_id, ticket.priority_rank = priority.id, priority.rank
    await refuse_type(session, wishes.type_id)
    ticket.type_id = wishes.type_id
    if wishes.assignee_id is not None:
        await refuse_unfit(session, wishes.assignee_id, department_id, "/agent/assignee_id")
        ticket.assignee_id = wishes.assignee_id
    if wishes.team_id is not None:
        if await session.get(Team, wishes.team_id) is None:
            raise unknown("/agent/team_id")
        ticket.team_id = wishes.team_id


async def _requester(session: AsyncSession, actor: Actor, wishes: TicketAgentCreate) -> int:
    """On whose behalf: the person named, by number or address; an unknown one gets an unclaimed account."""
    if wishes.requester_id is not None:
        if await session.scalar(select(User.id).where(User.id == wishes.requester_id)) is None:
            raise unknown("/agent/requester_id")
        return wishes.requester_id
    if wishes.requester is None:
        return actor.account_id
    address = wishes.requester.email
    same = func.lower(UserAddress.address) == func.lower(address)
    known = await session.scalar(select(UserAddress.user_id).where(same))
    if known is not None:
        return known
    return (await create_user(session, actor, name=wishes.requester.name, address=address)).id


async def _labels(session: AsyncSession, ticket: Ticket, label_ids: list[int]) -> list[TicketLabelAdded]:
    wanted = list(dict.fromkeys(label_ids))
    if not wanted:
        return []
    known = set((await session.execute(select(Label.id).where(Label.id.in_(wanted)))).scalars())
    if len(known) != len(wanted):
        raise unknown("/agent/label_ids")
    await session.execute(
        insert(TicketLabel), [{"ticket_id": ticket.id, "label_id": number} for number in wanted]
    )
    return [
        TicketLabelAdded(ticket_id=ticket.id, version=ticket.version, label_id=number) for number in wanted
    ]
