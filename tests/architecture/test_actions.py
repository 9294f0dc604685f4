"""Each verb records what it changed (house.md section 1): without a fact it never happened for any reader."""

import ast

import pytest
from tests.architecture.sources import Source, called, calls_in, package, parameters

pytestmark = pytest.mark.xdist_group("sources")  # one worker reads them
RECORDING = {"record", "record_all"}
RECORDS_NOTHING = {
    "channels/email/bans/actions/count.py:count_refused": "counts what the ledger tells of each mail",
    "channels/email/inbound/actions/claim.py:claim": "takes mails to be read; nothing has become of them yet",
    "channels/email/inbound/actions/claim.py:give_back": "lets mails be taken again; nothing became of them",
    "channels/email/inbound/actions/decide.py:decide": "a part of taking in, whose ticket records its facts",
    "channels/email/inbound/actions/purge.py:purge_inbound": "forgets by age",
    "channels/email/inbound/actions/sender.py:find_senders": "reads only",
    "channels/email/inbound/actions/store.py:store": "the row says it; what becomes of it is recorded",
    "channels/email/inbound/actions/turn_away.py:bans_of": "reads only",
    "channels/email/mailboxes/actions/choices.py:refuse_unknown": "checks only",
    "channels/email/mailboxes/actions/incoming.py:poll_anew": "a part of changing a mailbox",
    "channels/email/mailboxes/actions/incoming.py:set_incoming": "a part of changing a mailbox",
    "channels/email/outbox/actions/lease.py:claim": "a lease; what becomes of the attempt is recorded",
    "channels/email/outbox/actions/purge.py:purge_outgoing": "forgets by age",
    "channels/email/parser_rules/actions/choices.py:refuse_unknown": "checks only",
    "channels/email/sign_ins/actions/finish.py:take_consent": "uses it up; what is granted is recorded",
    "channels/email/sign_ins/actions/refresh.py:give_up_refresh": "the problem is shown",
    "channels/email/sign_ins/actions/refresh.py:keep_refreshed": "the grant goes on; its end is recorded",
    "channels/email/sign_ins/actions/refresh.py:lease_refresh": "a lease",
    "channels/email/sign_ins/actions/refresh.py:spoil_access": "has a token fetched anew; the grant goes on",
    "channels/email/wizard/actions/advance.py:note_connected": "a step; the ends are recorded",
    "channels/email/wizard/actions/advance.py:note_sent": "a step; the ends are recorded",
    "departments/actions/place.py:place": "a part of making and moving a department",
    "departments/actions/place.py:refuse_parent": "checks only",
    "channels/email/account_mails/actions/order.py:refuse_sign_ups": "checks only",
    "files/actions/claim.py:claim_files": "a part of submitting a ticket, which records its facts",
    "files/actions/hold.py:hold_files": "a part of keeping a submission, which records it",
    "files/actions/hold.py:release_files": "a part of opening its ticket, which records its facts",
    "files/actions/keep.py:keep": "a part of taking mail in, whose message is recorded",
    "files/actions/sweep.py:sweep": "forgets by age what nobody ever named",
    "organizations/actions/change.py:refuse_account_manager": "checks only",
    "organizations/actions/change.py:refuse_parent": "checks only",
    "organizations/members/actions/leave.py:refuse_successor": "checks only",
    "oauth/actions/authorize.py:is_allowed_before": "reads only",
    "oauth/actions/register.py:app_for_update": "reads only",
    "permissions/actions/terms.py:count_change": "a part of changing rights, which is recorded",
    "permissions/actions/terms.py:refuse_stale_rights": "checks only",
    "permissions/actions/terms.py:terms_of": "a lock",
    "sessions/actions/end.py:cap_sessions": "a part of lowering an account, which records user.level_changed",
    "sessions/second_factor/actions/added.py:refuse_needed": "a part of removing a factor, which records it",
    "sessions/second_factor/actions/app.py:offer_app": "an offer; taking it up is recorded",
    "sessions/second_factor/actions/confirm.py:refuse_unconfirmed": "checks only",
    "sessions/second_factor/actions/finish.py:ask_for_passkey": "a question; its answer is recorded",
    "sessions/second_factor/actions/passkeys.py:offer_passkey": "a question; its answer is recorded",
    "sessions/actions/start.py:issue_refresh_token": "a part of starting and of refreshing a session",
    "sessions/visits/actions/go_on.py:go_on": "the next token of a visit; beginning and ending are recorded",
    "tickets/actions/assign.py:refuse_unfit": "checks only",
    "tickets/actions/change_fields.py:find_priority": "reads only",
    "tickets/actions/change_fields.py:refuse_type": "checks only",
    "tickets/actions/change_priorities.py:rerank_tickets": "repeats what ordering priorities recorded",
    "tickets/actions/choose.py:take_choices": "a part of creating and submitting, which record it",
    "tickets/actions/defaults.py:default_status": "reads only",
    "tickets/actions/defaults.py:default_department": "reads only",
    "tickets/actions/move.py:refuse_department": "checks only",
    "tickets/actions/order_vocabulary.py:in_order": "reads only",
    "tickets/actions/order_vocabulary.py:refuse_taken_name": "checks only",
    "tickets/actions/say.py:retell_subject": "a part of changing the subject, which records it",
    "tickets/actions/say.py:say": "a part of creating, replying and noting, which record their own facts",
    "tickets/actions/say.py:refuse_taken_files": "checks only",
    "tickets/actions/set_organization.py:follow_new": "gives the facts to whoever opens the ticket",
    "tickets/actions/set_organization.py:refuse_organization": "checks only",
    "tickets/actions/set_private.py:refuse_private": "checks only",
    "tickets/actions/set_status.py:find_status": "reads only",
    "tickets/actions/store.py:store": "a part of creating, replying and noting, which record their own facts",
    "tickets/actions/take_mail.py:hint_at": "a part of taking mail in, which records its own facts",
    "tickets/actions/touch.py:refuse_stale": "checks only",
    "user_groups/members/actions/join.py:refuse_unchangeable": "checks only",
    "users/actions/reserve_address.py:release_address": "a part of changing a mailbox, which records it",
    "users/actions/reserve_address.py:reserve_address": "a part of making a mailbox, which records it",
    "webhooks/actions/claim.py:claim": "a lease; what is delivered is no fact, or it would be delivered",
    "webhooks/actions/order.py:order": "the same: the delivery's row says it",
    "webhooks/actions/purge.py:purge_deliveries": "forgets by age",
    "webhooks/actions/replay.py:replay_next": "a part of what was ordered, and recorded then",
}


def verbs(sources):
    """Every function of `actions/`: {(file, name): node}."""
    return {
        (source.name, function.name): function
        for source in sources
        if "/actions/" in source.name
        for function in source.top_functions
    }


def taken_from(source):
    """Where the names in a file come from: {name: (file, name there)} for actions of other files."""
    found = {}
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and node.module and ".actions" in node.module:
            file = node.module.removeprefix("deskbell.").replace(".", "/") + ".py"
            found |= {alias.asname or alias.name: (file, alias.name) for alias in node.names}
    return found


def recording(sources):
    """The functions that record, themselves or by another."""
    functions = verbs(sources)
    names = {source.name: taken_from(source) for source in sources}
    calls = {
        place: {names[place[0]].get(called(call), (place[0], called(call))) for call in calls_in(function)}
        for place, function in functions.items()
    }
    known = {place for place, made in calls.items() if any(name in RECORDING for _, name in made)}
    while more := {place for place, made in calls.items() if made & known} - known:
        known |= more
    return known


def silent_verbs(sources):
    """Public functions of `actions/` that take a session and record nothing."""
    known = recording(sources)
    return sorted(
        f"{file}:{name}"
        for (file, name), function in verbs(sources).items()
        if not name.startswith("_") and "session" in parameters(function) and (file, name) not in known
    )


def test_each_verb_records():
    """The list is exact: a name on it that records by now has to leave it."""
    assert silent_verbs(package()) == sorted(RECORDS_NOTHING)


def test_the_rule_bites():
    silent = Source("a/actions/x.py", "async def x(session, actor): ...")
    loud = Source("a/actions/y.py", "async def y(session, actor):\n    await record(session, actor, 1)")
    through = Source(
        "a/actions/z.py",
        "from deskbell.a.actions.y import y as other\nasync def z(session): await _z(session)\n"
        "async def _z(session): await other(session, 1)",
    )
    other = Source(
        "a/actions/w.py", "from deskbell.a.actions.x import x\nasync def w(session): await x(session, 1)"
    )
    assert silent_verbs([silent, loud, through, other]) == ["a/actions/w.py:w", "a/actions/x.py:x"]


def test_only_verbs_and_reactions_record():
    """A fact is recorded where its change is made: endpoints and queries record nothing."""
    found = [
        source.at(call, "records")
        for source in package()
        if source.is_endpoints or source.name.endswith("queries.py")
        for call in source.calls
        if called(call) in RECORDING
    ]
    assert found == []
