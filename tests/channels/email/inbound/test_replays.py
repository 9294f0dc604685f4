"""Reading many mails once more, searching the ledger, and forgetting by age."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from tests.factories.inbound import make_inbound
from tests.factories.mail_rules import make_rule
from tests.factories.mailboxes import make_mailbox
from tests.factories.outgoing import make_outgoing
from tests.factories.tickets import make_ticket
from tests.factories.users import make_admin, make_agent, make_user

from deskbell.channels.email.inbound.actions.purge import purge_inbound
from deskbell.channels.email.inbound.models import InboundContent, InboundMail
from deskbell.channels.email.outbox.actions.purge import purge_outgoing
from deskbell.channels.email.outbox.models import OutgoingContent
from deskbell.departments.models import Department

PATH = "/v1/inbound-mails"
LONG_AGO = datetime.now(UTC) - timedelta(days=400)
KEPT = timedelta(days=30)


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


@pytest.fixture
async def mailbox(session, settings):
    return await make_mailbox(session, settings)


async def listed(admin, **query):
    response = await admin.get(PATH, params=query)
    assert response.status_code == 200, response.text
    return [each["id"] for each in response.json()["items"]]


async def test_the_ledger_is_searched_by_all_that_it_knows(admin, session, mailbox):
    rule = await make_rule(session)
    first = await make_inbound(
        session,
        mailbox,
        subject="100% off",
        address="mia@other.example",
        internet_id="a@x",
        rule_ids=[rule.id],
    )
    second = await make_inbound(session, mailbox, fate="ignored", received_at=LONG_AGO)
    assert await listed(admin) == [second.id, first.id]
    assert await listed(admin, fate=["ignored", "refused"]) == [second.id]
    assert await listed(admin, subject="0% O") == [first.id]
    assert await listed(admin, sender="MIA@") == [first.id]
    assert await listed(admin, sender="nia@example") == [second.id, first.id]  # the envelope's, of both
    assert await listed(admin, internet_id="<a@x>") == [first.id]
    assert await listed(admin, internet_id="a@") == []
    assert await listed(admin, rule_id=rule.id) == [first.id]
    assert await listed(admin, received_before="2026-01-01T00:00:00Z") == [second.id]
    assert await listed(admin, received_after="2026-01-01T00:00:00Z", mailbox_id=mailbox.id) == [first.id]
    for wrong in ({"fate": "lost"}, {"received_after": "soon"}, {"sender": ""}, {"surprise": "1"}):
        assert (await admin.get(PATH, params=wrong)).status_code == 422


async def test_many_are_read_once_more_by_number_or_filter(admin, session, mailbox):
    held = [await make_inbound(session, mailbox, subject=f"Spam {number}") for number in range(3)]
    await make_inbound(session, mailbox, fate="accepted", subject="Spam 4")
    refused = await make_inbound(session, mailbox, fate="refused", subject="Other")
    answer = await admin.post(f"{PATH}/replays", json={"inbound_mail_ids": [held[0].id, 999_999]})
    assert (answer.status_code, answer.json()["mails"]) == (201, 1)
    answer = await admin.post(f"{PATH}/replays", json={"filter": {"subject": "spam", "fate": ["held"]}})
    told = answer.json()
    assert (told["mails"], told["waiting"], told["accepted"], told["others"]) == (2, 2, 0, 0)
    assert await listed(admin, fate="waiting") == [each.id for each in reversed(held)]
    assert await listed(admin, fate="refused") == [refused.id]
    held[1].fate, held[2].fate = "accepted", "unreadable"
    await session.flush()
    told = (await admin.get(f"{PATH}/replays/{told['id']}")).json()
    assert (told["waiting"], told["accepted"], told["others"]) == (0, 1, 1)
    runs = (await admin.get(f"{PATH}/replays")).json()["items"]
    assert [each["mails"] for each in runs] == [2, 1]


async def test_what_cannot_be_read_again_is_refused(admin, session, mailbox, client_as):
    accepted = await make_inbound(session, mailbox, fate="accepted")
    gone = await make_inbound(session, mailbox, fate="refused")
    await session.delete(await session.get(InboundContent, gone.id))
    half = await make_inbound(session, mailbox, fate="refused")  # too large: only its header was fetched
    half.size += 1
    await session.flush()
    ids = [accepted.id, gone.id, half.id]
    answer = await admin.post(f"{PATH}/replays", json={"inbound_mail_ids": ids})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_replay")
    assert (await admin.get(f"{PATH}/replays")).json()["items"] == []
    assert (await admin.post(f"{PATH}/{gone.id}/replay")).status_code == 409
    for wrong in (
        {},
        {"inbound_mail_ids": []},
        {"filter": {}, "inbound_mail_ids": [1]},
        {"filter": {"x": 1}},
    ):
        assert (await admin.post(f"{PATH}/replays", json=wrong)).status_code == 422
    agent = await client_as(await make_agent(session))
    assert (await agent.get(f"{PATH}/replays")).status_code == 403


async def test_old_mail_is_forgotten_but_for_what_nobody_made_anything_of(session, mailbox):
    fates = ("waiting", "accepted", "refused", "ignored", "held", "unreadable")
    old = {fate: await make_inbound(session, mailbox, fate=fate, received_at=LONG_AGO) for fate in fates}
    new = [await make_inbound(session, mailbox, fate=fate) for fate in fates]
    assert await purge_inbound(session, KEPT) is False
    rows = set(await session.scalars(select(InboundMail.id)))
    contents = set(await session.scalars(select(InboundContent.inbound_mail_id)))
    stays = {each.id for each in new} | {old[fate].id for fate in ("waiting", "held", "unreadable")}
    assert (contents, rows) == (stays, stays | {old["accepted"].id})


async def test_old_mail_that_went_out_is_forgotten_but_for_what_may_go_again(session, mailbox):
    department = await session.get(Department, mailbox.department_id)
    ticket = await make_ticket(session, await make_user(session), department)
    states = ("queued", "sending", "deferred", "failed", "uncertain", "accepted")
    mails = [await make_outgoing(session, ticket) for _ in (*states, "new")]
    for mail, state in zip(mails, states, strict=False):
        mail.state, mail.ended_at = state, LONG_AGO
    mails[-1].state, mails[-1].ended_at = "accepted", datetime.now(UTC)
    await session.flush()
    assert await purge_outgoing(session, KEPT) is False
    kept = set(await session.scalars(select(OutgoingContent.mail_id)))
    assert kept == {each.id for each in mails} - {mails[5].id}
    assert await session.scalar(select(func.count()).select_from(OutgoingContent)) == len(mails) - 1
