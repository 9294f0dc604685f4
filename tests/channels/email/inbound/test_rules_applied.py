"""Parser rules at work: mail that comes in by SMTP, and what becomes of it."""

import pytest
from sqlalchemy import select
from tests.channels.email.inbound.conftest import event_types, messages, tickets
from tests.channels.email.inbound.mails import mail
from tests.factories.departments import make_department
from tests.factories.mailboxes import OPERATOR
from tests.factories.tickets import make_label, make_type
from tests.factories.users import make_agent

from deskbell.channels.email.inbound.actions.replay import replay
from deskbell.channels.email.parser_rules.actions.create import create_rule
from deskbell.channels.email.parser_rules.schemas import MailRuleCreate
from deskbell.tickets.models import Priority, TicketFollower, TicketLabel

SPAM = {"field": "header", "header": "x-spam-flag", "operator": "equals", "value": "yes"}
INVOICE = {"field": "subject", "operator": "contains", "value": "invoice"}


@pytest.fixture
def rule(desk):
    """`await rule(conditions, …)`: a rule that counts from now on; its number."""

    async def make(*conditions, **members):
        body = MailRuleCreate(name="R", conditions=list(conditions), **members)
        async with desk.database.session() as session:
            return (await create_rule(session, OPERATOR, body)).id

    return make


async def test_a_rule_refuses_before_reading(desk, receive, rule):
    number = await rule(SPAM, phase="before", decision="refuse", reason="marked as spam")
    row = await receive(mail(X_Spam_Flag="YES", Message_ID="<1@example.org>"))
    assert (row.fate, row.rule_ids, row.ticket_id) == ("refused", [number], None)
    assert row.reason == "The rule “R” says so: marked as spam"
    assert (row.address, row.subject, row.internet_id) == ("nia@example.org", "It is broken", "1@example.org")
    assert (await receive(mail("Fine"))).fate == "accepted"
    assert len(await tickets(desk.database)) == 1
    assert await event_types(desk.database, "inbound_mail.") == ["inbound_mail.set_aside"]
    assert await event_types(desk.database, "user.") == ["user.created"]


@pytest.mark.parametrize(
    ("decision", "fate"), [("refuse", "refused"), ("hold", "held"), ("ignore", "ignored")]
)
async def test_what_is_decided_is_kept_and_a_person_may_let_it_through(
    desk, receive, take_in, rule, decision, fate
):
    number = await rule(INVOICE, decision=decision)
    row = await receive(mail(subject="Your Invoice"))
    assert (row.fate, row.rule_ids, row.message_id) == (fate, [number], None)
    async with desk.database.session() as session:
        assert await replay(session, OPERATOR, [row.id]) == [row.id]
    [again] = await take_in()
    assert (again.fate, again.rule_ids) == ("accepted", [number])


async def test_what_rules_want_stands_on_the_ticket(desk, receive, rule):
    async with desk.database.session() as session:
        department, kind = await make_department(session), await make_type(session)
        labels = [await make_label(session), await make_label(session)]
        agent = await make_agent(session, department)
        priority = await session.scalar(select(Priority).order_by(Priority.rank.desc()).limit(1))
    wish = {"department_id": department.id, "type_id": kind.id, "label_ids": [labels[0].id]}
    first = await rule(SPAM, phase="before", priority_id=priority.id)
    second = await rule(INVOICE, **wish)
    third = await rule(INVOICE, label_ids=[label.id for label in labels], follower_ids=[agent.id], stop=True)
    await rule(INVOICE, decision="refuse")
    row = await receive(mail(subject="Invoice", X_Spam_Flag="yes"))
    [ticket] = await tickets(desk.database)
    assert (row.fate, row.rule_ids) == ("accepted", [first, second, third])
    assert (ticket.department_id, ticket.type_id, ticket.priority_id) == (department.id, kind.id, priority.id)
    async with desk.database.session() as session:
        put = set(await session.scalars(select(TicketLabel.label_id)))
        following = (await session.scalars(select(TicketFollower.user_id))).all()
    assert (put, following) == ({label.id for label in labels}, [agent.id])
    assert "ticket.label_added" in await event_types(desk.database, "ticket.")
    assert ticket.version == 4


async def test_an_answer_gets_labels_but_stays_where_it_is(desk, receive, rule):
    async with desk.database.session() as session:
        department, label = await make_department(session), await make_label(session)
    wish = {"department_id": department.id, "label_ids": [label.id]}
    await rule({"field": "text", "operator": "contains", "value": "more"}, **wish)
    await receive(mail(Message_ID="<1@example.org>"))
    answer = mail("More.", Message_ID="<2@example.org>", References="<1@example.org>")
    third = mail("Even more.", Message_ID="<3@example.org>", References="<2@example.org>")
    row = await receive(answer, third)
    [ticket] = await tickets(desk.database)
    assert (ticket.department_id, ticket.message_count) == (desk.department.id, 3)
    assert (row.threaded_by, len(await messages(desk.database, ticket.id))) == ("reference", 3)
    assert (await event_types(desk.database, "ticket.")).count("ticket.label_added") == 1
    assert ticket.version == 4


async def test_what_is_gone_is_passed_over(desk, receive, rule):
    async with desk.database.session() as session:
        department, label = await make_department(session), await make_label(session)
        agent = await make_agent(session, department)
    await rule(INVOICE, label_ids=[label.id], follower_ids=[agent.id], department_id=department.id)
    async with desk.database.session() as session:
        await session.delete(await session.merge(label))
        (await session.merge(agent)).disabled_at = agent.created_at
    row = await receive(mail(subject="Invoice"))
    assert row.fate == "accepted"
    assert "ticket.label_added" not in await event_types(desk.database, "ticket.")


async def test_a_mail_that_a_rule_calls_automatic_is_not_answered(desk, receive, rule):
    await rule({"field": "sender", "operator": "starts_with", "value": "alerts@"}, automatic=True)
    row = await receive(mail(sender="alerts@example.org"))
    assert (row.fate, row.automatic, row.answerable) == ("accepted", True, False)


async def test_rules_that_are_off_and_conditions_that_fail_do_nothing(desk, receive, rule):
    await rule(INVOICE, decision="refuse", enabled=False)
    await rule(INVOICE, SPAM, decision="refuse")
    assert (await receive(mail(subject="Invoice"))).rule_ids == []
    number = await rule(INVOICE, SPAM, needs="any", decision="hold")
    row = await receive(mail("Again", subject="Invoice"))
    assert (row.fate, row.rule_ids) == ("held", [number])


async def test_t54_a_header_of_ours_steers_nothing_by_itself(desk, receive):
    """Only an admin's rule gives a header a meaning."""
    row = await receive(mail(X_Deskbell_Priority="urgent", X_Deskbell_Department="1", X_Spam_Flag="YES"))
    [ticket] = await tickets(desk.database)
    assert (row.fate, ticket.priority_rank, ticket.department_id) == ("accepted", 20, desk.department.id)
