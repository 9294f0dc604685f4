"""What the groups of whoever owns a From address allow by mail; a stranger has Everyone's."""

import pytest
from sqlalchemy import func, select
from tests.channels.email.inbound.conftest import messages, tickets
from tests.channels.email.inbound.mails import mail
from tests.factories.tickets import status_of
from tests.factories.user_groups import make_group, take_away
from tests.factories.users import make_user

from deskbell.tickets.models import Ticket
from deskbell.users.models import User

NIA = "nia@example.org"


async def people(database):
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(User))


async def test_who_may_not_submit_by_mail_is_refused_and_kept(desk, receive):
    async with desk.database.session() as session:
        member = await make_user(session, address="member@example.org")
        await make_group(session, member, permissions=["tickets.submit_by_email"])
        await make_user(session, address=NIA)
        await take_away(session, "tickets.submit_by_email")
    before = await people(desk.database)
    for number, sender in enumerate((NIA, "stranger@example.org")):
        row = await receive(mail(sender=sender, Message_ID=f"<{number}@example.org>"))
        assert (row.fate, row.ticket_id) == ("refused", None)
        assert "tickets.submit_by_email" in row.reason
    assert await people(desk.database) == before  # a stranger who is refused gets no account
    row = await receive(mail(sender="member@example.org", Message_ID="<9@example.org>"))
    assert row.fate == "accepted"
    assert len(await tickets(desk.database)) == 1


@pytest.mark.parametrize("may", [True, False])
async def test_who_may_not_reopen_opens_a_linked_ticket_instead(desk, receive, may):
    first = await receive(mail(Message_ID="<1@example.org>"))
    async with desk.database.session() as session:
        if not may:
            await take_away(session, "tickets.reopen")
        solved = await status_of(session, "solved")
        ticket = await session.get(Ticket, first.ticket_id)
        ticket.status_id, ticket.status_kind = solved.id, solved.kind
    row = await receive(mail("Again.", Message_ID="<2@example.org>", In_Reply_To="<1@example.org>"))
    found = {each.id: each for each in await tickets(desk.database)}
    if may:
        assert (row.ticket_id, found[first.ticket_id].status_kind) == (first.ticket_id, "open")
        return
    assert found[first.ticket_id].status_kind == "solved"
    assert found[row.ticket_id].continues_id == first.ticket_id
    assert len(await messages(desk.database, first.ticket_id)) == 1
