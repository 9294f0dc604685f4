"""What an agent is told by mail: assignments, and if they want what is said on tickets of theirs."""

import pytest
from sqlalchemy import select
from tests.factories.departments import give
from tests.factories.desk import make_desk
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, parsed, recipients_of, text_in
from tests.factories.tickets import make_message, make_note, make_ticket
from tests.factories.users import acting_as

from deskbell.departments.models import DepartmentAccess
from deskbell.notifications.actions import mail_notices as mailing
from deskbell.tickets.actions.assign import assign
from deskbell.users.models import UserAddress

SECRET = "zanzibar"


@pytest.fixture
async def desk(session):
    return await make_desk(session)


@pytest.fixture
def sending(settings):
    return make_desk_of(settings)


async def notices(session):
    return [mail for mail in await mails_of(session) if mail.kind == "notice"]


async def test_who_is_made_responsible_by_somebody_else_is_mailed(session, desk, drain, sending):
    await make_note(session, desk.ticket, desk.second, f"Beware: {SECRET}")
    await assign(session, acting_as(desk.second), desk.ticket, desk.agent.id)
    await drain()
    (mail,) = await notices(session)
    (to,) = await recipients_of(session, mail)
    address = await session.scalar(select(UserAddress.address).where(UserAddress.user_id == desk.agent.id))
    assert (to.address, mail.user_id, mail.recipient_class) == (
        address,
        desk.agent.id,
        f"notice:{desk.agent.id}",
    )
    await fix_all(session, sending)
    letter = await parsed(session, mail)
    said = text_in(letter)
    assert f"{desk.second.name} assigned ticket #{desk.ticket.id} to you." in said
    assert "It is broken." in said
    assert f"/agent/tickets/{desk.ticket.id}" in said
    assert SECRET not in said  # T60: a note is never mailed
    assert (letter["auto-submitted"], mail.return_path) == ("auto-generated", "")
    answer_to = sending.signer.read_reply_address(letter["reply-to"])
    assert (answer_to.ticket_id, answer_to.user_id) == (desk.ticket.id, desk.agent.id)


async def test_own_doing_is_not_mailed(session, desk, drain):
    await assign(session, acting_as(desk.agent), desk.ticket, desk.agent.id)
    await make_message(session, desk.ticket, desk.customer, "And?")
    await make_note(session, desk.ticket, desk.second)
    await drain()
    assert await notices(session) == []


async def test_what_is_said_is_mailed_to_those_who_want_it(session, desk, drain, client_as, sending):
    await drain()
    client = await client_as(desk.agent)
    usual = {"mail_on_assignment": True, "mail_on_message": False}
    assert (await client.get("/v1/notifications/settings")).json() == usual
    wanted = {"mail_on_assignment": False, "mail_on_message": True}
    changed = await client.patch("/v1/notifications/settings", json=wanted)
    assert (changed.status_code, changed.json()) == (200, wanted)
    await assign(session, acting_as(desk.second), desk.ticket, desk.agent.id)
    said = await make_message(session, desk.ticket, desk.customer, "Any news?")
    await make_message(session, desk.ticket, desk.agent, "Soon.")
    await make_note(session, desk.ticket, desk.second, SECRET)
    await drain()
    (mail,) = await notices(session)
    assert mail.message_id == said
    await fix_all(session, sending)
    text = text_in(await parsed(session, mail))
    assert f"{desk.customer.name} wrote in ticket #{desk.ticket.id}" in text
    assert "Any news?" in text
    assert "assigned" not in text
    assert SECRET not in text


async def test_rights_are_those_of_the_moment_it_is_written(session, desk, drain, sending):
    await give(session, desk.agent, desk.sales)
    await assign(session, acting_as(desk.admin), desk.foreign, desk.agent.id)
    await drain()
    (mail,) = await notices(session)
    await session.execute(
        DepartmentAccess.__table__.delete().where(DepartmentAccess.user_id == desk.agent.id)
    )
    desk.foreign.assignee_id = None  # an assignee sees the ticket wherever it stands
    await session.flush()
    await fix_all(session, sending)
    await session.refresh(mail)
    assert (mail.state, mail.reason) == ("failed", "This agent can't see the ticket any more.")


async def test_no_more_than_so_many_an_hour(session, desk, drain, monkeypatch):
    monkeypatch.setattr(mailing, "MOST", 2)
    for _ in range(4):
        ticket = await make_ticket(session, desk.customer, desk.support)
        await assign(session, acting_as(desk.second), ticket, desk.agent.id)
    await drain()
    assert len(await notices(session)) == 2
