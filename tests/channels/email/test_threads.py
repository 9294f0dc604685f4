"""Signed addresses and Message-IDs, and which ticket a mail belongs to (T46-T48, T51, T52)."""

import random
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from deskbell.channels.email.signed_addresses import MailSigner, MessageToken, bare_address
from deskbell.channels.email.threads import (
    AGENT_TOKEN_LIFETIME,
    By,
    Known,
    KnownTicket,
    MailFacts,
    acting_agent,
    clues,
    thread,
)
from deskbell.channels.email.verdict.judging import Standing
from deskbell.core.keys import Keys

BOX = "support@desk.test"
PASSED, NONE, FAILED = Standing.passed, Standing.none, Standing.failed


def new_signer():
    keys = Keys(key_id="a", token_key=generate_private_key(SECP256R1()), url_key=secrets.token_bytes(32))
    return MailSigner(keys)


SIGNER = new_signer()
OTHER = new_signer()


@pytest.mark.parametrize(
    ("ticket", "user"), [(1, None), (7, 1), (127, 128), (10**6, 10**5), (2**49 - 1,) * 2]
)
def test_a_reply_address_says_what_was_signed(ticket, user):
    address = SIGNER.reply_address(BOX, ticket, user)
    local = address.rpartition("@")[0]
    assert address.endswith("@desk.test")
    assert len(local) <= 64
    assert local == local.lower()
    for spelling in (address, address.upper(), f" {address} "):
        token = SIGNER.read_reply_address(spelling)
        assert (token.ticket_id, token.user_id) == (ticket, user)
        assert abs(token.issued_on - datetime.now(UTC).date()) <= timedelta(days=1)
    assert bare_address(address) == BOX


def test_usual_tokens_are_short():
    assert len(SIGNER.reply_address(BOX, 999_999, 99_999).rpartition("@")[0]) <= 48


def test_a_name_too_long_for_a_token_stays_as_it_is():
    address = f"{'long-' * 8}name@desk.test"
    assert SIGNER.reply_address(address, 1, 2) == address
    assert SIGNER.reply_address('"a b"@desk.test', 1, 2) == '"a b"@desk.test'


def test_a_mailbox_with_a_plus_of_its_own():
    address = SIGNER.reply_address("help+eu@desk.test", 5, 6)
    assert SIGNER.read_reply_address(address).ticket_id == 5
    assert bare_address(address) == "help+eu@desk.test"
    assert [bare_address(each) for each in (BOX, "+a@b.c", "a", "")] == [BOX, "+a@b.c", "a", ""]


@pytest.mark.parametrize(("ticket", "mail"), [(None, 1), (1, 2), (2**63 - 1, 2**63 - 1)])
def test_a_message_id_says_what_was_signed(ticket, mail):
    made = SIGNER.message_id("desk.test", ticket, mail)
    assert made.startswith("<")
    assert made.endswith("@desk.test>")
    for spelling in (made, made.strip("<>"), made.upper(), made.replace("desk.test", "elsewhere")):
        assert SIGNER.read_message_id(spelling) == MessageToken(ticket, mail)
    assert SIGNER.message_id("desk.test", ticket, mail) != made


def test_a_return_path_names_the_mail():
    assert SIGNER.read_bounce_address(SIGNER.bounce_address(BOX, 77)) == 77


def test_each_kind_is_itself_only():
    reply, bounce = SIGNER.reply_address(BOX, 3, 4), SIGNER.bounce_address(BOX, 3)
    message = SIGNER.message_id("desk.test", 3, 4)
    token = message.strip("<>").partition("@")[0]
    assert SIGNER.read_reply_address(bounce) is None
    assert SIGNER.read_reply_address(f"support+{token}@desk.test") is None
    assert SIGNER.read_bounce_address(reply) is None
    assert SIGNER.read_message_id(f"<{reply.rpartition('+')[2]}>") is None


def test_any_change_makes_a_token_worthless():
    token = SIGNER.reply_address(BOX, 5, 6).partition("@")[0].partition("+")[2]
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    for at in range(len(token)):
        for letter in set(letters) - {token[at]}:
            changed = token[:at] + letter + token[at + 1 :]
            assert SIGNER.read_reply_address(f"support+{changed}@desk.test") is None
    for length in range(len(token)):
        assert SIGNER.read_reply_address(f"support+{token[:length]}@desk.test") is None
    for longer in (token + "a", "a" + token, token + "=", token * 2):
        assert SIGNER.read_reply_address(f"support+{longer}@desk.test") is None
    assert OTHER.read_reply_address(f"support+{token}@desk.test") is None


@pytest.mark.parametrize(
    "address", ["", "@", "+", "a+@b", "a+b@c", "a+é@b", "+" * 999, "a+" + "a" * 9999 + "@b"]
)
def test_other_addresses_are_nothing(address):
    assert SIGNER.read_reply_address(address) is None
    assert SIGNER.read_message_id(address) is None
    assert SIGNER.read_bounce_address(address) is None


def test_guesses_never_hit():
    source = random.Random(47)
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    real = SIGNER.message_id("desk.test", 5, 6).strip("<>").partition("@")[0]
    noise = "".join(source.choices(letters, k=100_000 + len(real)))
    for number in range(100_000):
        kept = real[: number % len(real)]
        guess = kept + noise[number : number + len(real) - len(kept)]
        assert guess == real or SIGNER.read_message_id(f"<{guess}@desk.test>") is None
    for guess in ("<iTop_Ticket_5_x@desk.test>", "<notify-5-6@desk.test>", "<5@desk.test>"):
        assert SIGNER.read_message_id(guess) is None


def test_ids_that_are_none():
    for number in (-1, 2**63):
        with pytest.raises(ValueError, match="63 bits"):
            SIGNER.bounce_address(BOX, number)


ANN = "ann@example.org"
TICKET = KnownTicket(5, frozenset({ANN}))
KNOWN = Known(
    tickets={5: TICKET, 6: KnownTicket(6, frozenset()), 7: KnownTicket(5, frozenset({ANN}))},
    mails={"first@example.org": TICKET},
    references={"7QJR-3M8K-2TXD": TICKET},
)


def placed(sender=ANN, standing=NONE, known=KNOWN, **facts):
    facts.setdefault("recipients", [BOX])
    return thread(clues(MailFacts(**facts), SIGNER), known, sender, standing)


def reply_to(ticket, user=None):
    return [SIGNER.reply_address(BOX, ticket, user)]


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("sender", [ANN, "eve@evil.test", None])
def test_a_signed_address_threads_whoever_writes(sender, standing):
    found = placed(sender, standing, recipients=[BOX, *reply_to(5, 9)])
    assert (found.ticket_id, found.by, found.token.user_id) == (5, By.token, 9)


def test_a_signed_message_id_threads():
    made = SIGNER.message_id("desk.test", 5, 1)
    for facts in ({"in_reply_to": [made]}, {"references": ["<x@y>", made, "<z@y>"]}):
        found = placed("eve@evil.test", **facts)
        assert (found.ticket_id, found.by, found.token) == (5, By.reference, None)


def test_a_mail_that_we_hold_threads_parties_only():
    assert placed(in_reply_to=["<first@example.org>"]).by is By.reference
    assert placed("ANN@example.org", references=["first@example.org"]).ticket_id == 5
    stranger = placed("eve@evil.test", in_reply_to=["<first@example.org>"])
    assert (stranger.ticket_id, stranger.maybe_related) == (None, (5,))


@pytest.mark.parametrize("subject", ["Re: [7QJR-3M8K-2TXD] Help", "AW: 7qjr-3m8k-2txd", "(7QJR-3M8K-2TXD)"])
def test_a_reference_in_the_subject_threads_parties_only(subject):
    assert placed(subject=subject).by is By.subject
    for sender, standing in (("eve@evil.test", PASSED), (ANN, FAILED), (None, NONE)):
        found = placed(sender, standing, subject=subject)
        assert (found.ticket_id, found.by, found.maybe_related) == (None, By.none, (5,))


def test_a_number_in_the_subject_is_a_hint():
    for sender in (ANN, "eve@evil.test"):
        found = placed(sender, PASSED, subject="Re: [#5] Help #999 #5")
        assert (found.ticket_id, found.maybe_related) == (None, (5,))


def test_a_bad_token_is_as_good_as_none():
    forged = [OTHER.reply_address(BOX, 5), f"{reply_to(5)[0][:-15]}@desk.test", reply_to(99)[0]]
    assert placed("eve@evil.test", recipients=forged).ticket_id is None


def test_the_better_reason_wins():
    found = placed(recipients=reply_to(6), in_reply_to=[SIGNER.message_id("d", 5, 1)], subject="#6")
    assert (found.ticket_id, found.by, found.maybe_related) == (6, By.token, (5,))


def test_a_merged_ticket_leads_to_the_one_it_went_into():
    assert placed(recipients=reply_to(7)).ticket_id == 5


def test_a_closed_ticket_is_continued_by_a_new_one():
    known = Known(tickets={5: KnownTicket(5, frozenset({ANN}), closed=True)})
    found = placed(known=known, recipients=reply_to(5))
    assert (found.ticket_id, found.continues, found.by) == (None, 5, By.token)


def test_what_is_looked_up_has_a_limit():
    found = clues(
        MailFacts([BOX] * 9999, ["<a@b>"] * 9999, [f"<{n}@b>" for n in range(9999)], "#1 " * 9999), SIGNER
    )
    assert (len(found.foreign), found.numbers) == (50, (1,))


def test_an_agent_needs_a_token_of_their_own_and_a_pass():
    agent, day = 9, timedelta(days=1)
    now = datetime.now(UTC)
    own = placed("agent@desk.test", recipients=reply_to(5, agent))
    assert acting_agent(own, agent, PASSED) == agent
    assert acting_agent(own, agent, PASSED, now=now + AGENT_TOKEN_LIFETIME - day) == agent
    refused = [
        acting_agent(own, agent, NONE),
        acting_agent(own, agent, FAILED),
        acting_agent(own, None, PASSED),
        acting_agent(own, 10, PASSED),
        acting_agent(own, agent, PASSED, now=now + AGENT_TOKEN_LIFETIME + day),
        acting_agent(own, agent, PASSED, now=now - 3 * day),
        acting_agent(placed(recipients=reply_to(5)), agent, PASSED),
        acting_agent(placed(recipients=reply_to(99, agent)), agent, PASSED),
        acting_agent(placed(in_reply_to=[SIGNER.message_id("d", 5, agent)]), agent, PASSED),
        acting_agent(placed(subject="7QJR-3M8K-2TXD"), agent, PASSED),
        acting_agent(placed(recipients=[*reply_to(6), *reply_to(5, agent)]), agent, PASSED),
    ]
    assert refused == [None] * len(refused)
