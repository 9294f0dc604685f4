"""From alone grants nothing; signed things and verdicts do (T45-T48, T50-T54)."""

import secrets

import pytest
from sqlalchemy import select, text
from tests.channels.email.inbound.conftest import messages, tickets
from tests.channels.email.inbound.mails import mail
from tests.factories.organizations import join, make_organization
from tests.factories.users import make_agent, make_user

from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.core.keys import load_or_create_keys
from deskbell.events.models import StoredEvent
from deskbell.tickets.models import TicketCopy, TicketHint
from deskbell.users.models import User, UserAddress

SUPPORT = "support@desk.example.com"
RESULTS = "Authentication-Results: mx.test; dmarc={} header.from={}\r\n"


def judged(raw, result="pass", domain="example.org"):
    """The mail as a trusted server hands it on."""
    return RESULTS.format(result, domain).encode() + raw


@pytest.fixture(autouse=True)
async def trusting(desk):
    """The mailbox's mail comes through `mx.test` alone."""
    async with desk.database.session() as session:
        await session.execute(text("update mailboxes set trusted_servers = '{mx.test}'"))


@pytest.fixture
async def agent(desk):
    async with desk.database.session() as session:
        return await make_agent(session, desk.department, address="ada@desk.example.com", name="Ada")


@pytest.fixture
async def ticket(desk, receive):
    """A ticket of Nia's."""
    await receive(mail(Message_ID="<1@example.org>"))
    return (await tickets(desk.database))[0]


async def copied(database):
    async with database.session() as session:
        return sorted(await session.scalars(select(TicketCopy.address)))


async def accounts(database):
    async with database.session() as session:
        rows = await session.execute(select(User.__table__, UserAddress.address).join(UserAddress))
        return sorted(str(dict(row)) for row in rows.mappings())


async def test_t52_an_agents_address_alone_is_a_customers_message(desk, receive, agent, ticket):
    for result in ("none", "fail", "pass"):
        raw = judged(mail(sender="Ada <ada@desk.example.com>", X_N=result), result, "desk.example.com")
        row = await receive(raw)
        [message] = await messages(desk.database, row.ticket_id)
        assert (message.author_id, message.by_staff, row.verdict["standing"]) == (agent.id, False, result)
    async with desk.database.session() as session:
        kinds = await session.scalars(select(StoredEvent.actor_kind).where(StoredEvent.actor_id == agent.id))
        assert list(kinds) == []


@pytest.mark.parametrize("result", ["none", "fail"])
async def test_t47_a_token_without_a_pass_is_no_agents_message(desk, receive, agent, ticket, signer, result):
    address = signer.reply_address(SUPPORT, ticket.id, agent.id)
    raw = judged(mail("as agent", sender="ada@desk.example.com"), result, "desk.example.com")
    row = await receive(raw, to=[address])
    assert (row.ticket_id, row.threaded_by) == (ticket.id, "token")
    assert [each.by_staff for each in await messages(desk.database, ticket.id)] == [False, False]


async def test_an_agent_answers_by_mail_with_token_and_pass(desk, receive, agent, ticket, signer):
    address = signer.reply_address(SUPPORT, ticket.id, agent.id)
    raw = judged(mail("An answer.", sender="ada@desk.example.com"), "pass", "desk.example.com")
    row = await receive(raw, to=[address.upper()])
    last = (await messages(desk.database, ticket.id))[-1]
    assert (last.id, last.by_staff, last.author_id, last.kind) == (row.message_id, True, agent.id, "public")


async def test_t47_the_token_of_another_agent_or_of_a_customer_is_not_hers(
    desk, receive, agent, ticket, signer
):
    async with desk.database.session() as session:
        other = await make_agent(session, desk.department)
    for number, user_id in enumerate((other.id, None, ticket.requester_id)):
        address = signer.reply_address(SUPPORT, ticket.id, user_id)
        raw = judged(mail(str(number), sender="ada@desk.example.com"), "pass", "desk.example.com")
        row = await receive(raw, to=[address])
        assert row.ticket_id == ticket.id
    assert not any(each.by_staff for each in await messages(desk.database))


async def test_an_agent_without_access_any_more_is_a_customer(desk, receive, agent, ticket, signer):
    async with desk.database.session() as session:
        await session.execute(text("delete from department_access"))
    raw = judged(mail(sender="ada@desk.example.com", X_A="b"), "pass", "desk.example.com")
    await receive(raw, to=[signer.reply_address(SUPPORT, ticket.id, agent.id)])
    assert [each.by_staff for each in await messages(desk.database, ticket.id)] == [False, False]


async def test_t46_t48_forged_ids_reach_no_ticket(desk, receive, ticket, signer, tmp_path):
    other = MailSigner(load_or_create_keys(tmp_path / "keys"))
    good = signer.reply_address(SUPPORT, ticket.id)
    forged = [
        other.reply_address(SUPPORT, ticket.id),
        good[:8] + "x" + good[9:] if good[8] != "x" else good[:8] + "y" + good[9:],
        f"support+{ticket.id}@desk.example.com",
        f"support+{secrets.token_hex(16)}@desk.example.com",
    ]
    for number, address in enumerate(forged):
        row = await receive(
            mail(str(number), sender="eve@evil.example"), to=[address], sender="eve@evil.example"
        )
        assert row.ticket_id != ticket.id
    ids = [other.message_id("desk.example.com", ticket.id, 1), f"<ticket.{ticket.id}@desk.example.com>"]
    for number, internet_id in enumerate(ids):
        raw = mail(f"id{number}", sender="eve@evil.example", In_Reply_To=internet_id)
        assert (await receive(raw)).ticket_id != ticket.id


async def test_a_signed_message_id_leads_to_its_ticket(desk, receive, ticket, signer):
    answer = mail("Yes.", In_Reply_To=signer.message_id("desk.example.com", ticket.id, 7))
    assert (await receive(answer)).ticket_id == ticket.id


async def test_t45_t51_a_stranger_gets_nowhere_by_what_is_known(desk, receive, ticket):
    """A Message-ID, a number, a reference: hints for agents only."""
    for number, headers in enumerate(
        (
            {"In_Reply_To": "<1@example.org>"},
            {"subject": f"Re: [#{ticket.id}] It is broken"},
            {"subject": f"Re: It is broken [{ticket.reference}]"},
        )
    ):
        raw = judged(mail(str(number), sender="eve@evil.example", **headers), "pass", "evil.example")
        row = await receive(raw)
        assert row.ticket_id != ticket.id
        assert row.maybe_related == [ticket.id]
    async with desk.database.session() as session:
        hints = (await session.scalars(select(TicketHint.related_id).order_by(TicketHint.ticket_id))).all()
    assert hints == [ticket.id] * 3
    assert len(await messages(desk.database, ticket.id)) == 1


@pytest.mark.parametrize(("result", "lands"), [("pass", True), ("none", True), ("fail", False)])
async def test_a_reference_counts_for_a_party_unless_it_is_forged(desk, receive, ticket, result, lands):
    raw = judged(mail("more", subject=f"Re: [{ticket.reference}]"), result)
    assert ((await receive(raw)).ticket_id == ticket.id) is lands


@pytest.mark.parametrize("result", ["none", "fail"])
async def test_t46_copies_of_an_unproven_mail_are_not_added(desk, receive, ticket, signer, result):
    raw = judged(mail("copy eve", Cc="eve@evil.example"), result)
    row = await receive(raw, to=[signer.reply_address(SUPPORT, ticket.id)])
    assert row.ticket_id == ticket.id
    assert await copied(desk.database) == []


async def test_t46_copies_of_a_stranger_are_not_added(desk, receive, ticket, signer):
    raw = judged(mail("me too", sender="eve@evil.example", Cc="eve2@evil.example"), "pass", "evil.example")
    row = await receive(raw, to=[signer.reply_address(SUPPORT, ticket.id)])
    assert row.ticket_id == ticket.id
    assert await copied(desk.database) == []


async def test_a_party_whose_mail_is_proven_copies_people_but_no_mailbox(desk, receive):
    raw = judged(
        mail(Cc="Leo <leo@example.net>, SUPPORT+x@desk.example.com, nia@example.org, Leo@example.net")
    )
    row = await receive(raw)
    assert await copied(desk.database) == ["leo@example.net"]
    # who is copied is a party: the answer to all belongs to the ticket
    answer = mail("Me too.", sender="leo@example.net", In_Reply_To="<none@x>", subject="Re: x")
    assert (await receive(answer)).ticket_id != row.ticket_id
    [ticket] = [each for each in await tickets(desk.database) if each.id == row.ticket_id]
    answer = mail("Me too.", sender="leo@example.net", subject=f"Re: {ticket.reference}")
    assert (await receive(answer)).ticket_id == row.ticket_id


async def test_t50_no_mail_changes_an_account(desk, receive, agent):
    async with desk.database.session() as session:
        await make_user(session, name="Nia Berg", address="nia@example.org")
    before = await accounts(desk.database)
    await receive(
        judged(mail(sender="Somebody Else <NIA@example.org>", Reply_To="other@example.net")),
        judged(mail(sender="Not Ada <ada@desk.example.com>"), "fail", "desk.example.com"),
    )
    assert await accounts(desk.database) == before


async def test_t53_the_identity_is_from_and_reply_to_is_told(desk, receive):
    row = await receive(mail(Reply_To="Other <other@example.net>"))
    assert (row.address, row.reply_to) == ("nia@example.org", "other@example.net")


async def test_t54_headers_steer_nothing(desk, receive):
    plain = await receive(mail("a"))
    names = (
        "Priority",
        "Owner",
        "State",
        "Department",
        "Assignee",
        "Ticket-ID",
        "Article-Sender",
        "Internal",
    )
    headers = {f"X_Deskbell_{name}": "1" for name in names} | {f"X_Zammad_{name}": "agent" for name in names}
    row = await receive(mail("b", **headers))
    first, second = await tickets(desk.database)
    kept = ("priority_id", "assignee_id", "status_id", "department_id", "team_id", "type_id")
    assert [getattr(first, name) for name in kept] == [getattr(second, name) for name in kept]
    assert (plain.verdict, row.threaded_by) == (row.verdict, "none")


async def test_a_results_header_that_nobody_trusts_is_worth_nothing(desk, receive):
    row = await receive(RESULTS.format("pass", "example.org").replace("mx.test", "mx.evil").encode() + mail())
    assert row.verdict["standing"] == "none"


async def test_t50_a_spoofed_sender_joins_no_organization_and_a_proven_one_joins_the_domains_owner(
    desk, receive
):
    async with desk.database.session() as session:
        acme = await make_organization(session, name="Acme", domains=[".example.org"])
        nia = await make_user(session, address="nia@example.org")
        other = await make_organization(session, nia, name="Other")
        freelancer = await make_user(session, address="free@elsewhere.example")
        await join(session, other, freelancer)
    for place, result in enumerate(("none", "fail", "pass")):
        await receive(judged(mail(Message_ID=f"<{place}@example.org>"), result))
    sender = "Free <free@elsewhere.example>"
    await receive(judged(mail(sender=sender, Message_ID="<9@x.example>"), domain="elsewhere.example"))
    found = [each.organization_id for each in await tickets(desk.database)]
    assert found == [None, None, acme.id, other.id]
