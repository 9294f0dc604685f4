"""Mail of people whom nobody knows, where not all are let in."""

import pytest
from sqlalchemy import select, update
from tests.channels.email.inbound.conftest import event_types, ledger, tickets
from tests.channels.email.inbound.mails import mail
from tests.factories.users import make_user

from deskbell.channels.email.inbound.actions.replay import replay
from deskbell.core.auth import Actor, Level
from deskbell.settings.actions.change import change_section
from deskbell.settings.schemas import Registration, SignInSettings
from deskbell.users.actions.register import let_in
from deskbell.users.models import User

SYSTEM = Actor(kind="system", level=Level.admin)


@pytest.fixture
def registration(desk):
    """`await registration("closed")`: the setting."""

    async def choose(mode):
        async with desk.database.session() as session:
            await change_section(session, SYSTEM, SignInSettings, {"registration": Registration(mode)})

    return choose


async def test_closed_it_is_kept_and_goes_unanswered(desk, registration, receive, take_in):
    await registration("closed")
    row = await receive(mail())
    assert (row.fate, row.user_id, row.ticket_id) == ("unknown_sender", None, None)
    assert "inbound_mail.set_aside" in await event_types(desk.database)
    async with desk.database.session() as session:
        assert (await session.scalars(select(User))).all() == []
        await make_user(session, address="ann@example.org")
    known = await receive(mail("Hi.", sender="Ann <ann@example.org>"), sender="ann@example.org")
    assert known.fate == "accepted"
    async with desk.database.session() as session:
        assert await replay(session, SYSTEM, [row.id]) == [row.id]  # an admin lets it through
    first, _ = await take_in()
    assert (first.fate, first.ticket_id is not None) == ("accepted", True)


async def test_it_waits_with_its_sender_and_becomes_a_ticket(desk, registration, receive, take_in):
    await registration("approved")
    row = await receive(mail("One."), mail("Two.", Message_ID="<2@example.org>"))
    assert [each.fate for each in await ledger(desk.database)] == ["held", "held"]
    assert await tickets(desk.database) == []
    async with desk.database.session() as session:
        assert await let_in(session, SYSTEM, row.user_id, "confirmed") is False  # only an agent does
        assert await let_in(session, SYSTEM, row.user_id, "approved") is True
        numbers = [each.id for each in await ledger(desk.database)]
        await replay(session, SYSTEM, numbers)
    assert {each.fate for each in await take_in()} == {"accepted"}
    assert len(await tickets(desk.database)) == 2


async def test_what_a_program_or_a_forger_wrote_is_asked_nothing(desk, registration, receive):
    """T59: no mail goes out for it, so no loop begins."""
    await registration("verified")
    row = await receive(mail(Auto_Submitted="auto-replied"))
    assert row.fate == "held"
    assert "user.message_kept" not in await event_types(desk.database)
    await receive(mail("Again."))
    assert "user.message_kept" in await event_types(desk.database)
    async with desk.database.session() as session:
        await session.execute(update(User).values(waits_for="refused"))
    assert (await receive(mail("And again."))).fate == "refused"
