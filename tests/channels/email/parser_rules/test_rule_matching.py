"""The language of conditions: what holds, that it is linear, and that nothing it is given raises (T72)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from deskbell.channels.email.parser_rules.conditions import Condition
from deskbell.channels.email.parser_rules.matching import LONGEST_TEXT, Read, Seen, holds, matches

CONDITION = TypeAdapter(Condition)
RAW = (
    b"From: Nia <nia@example.org>\r\nX-Spam-Flag: YES\r\nX-Long: one\r\n two\r\n"
    b"Subject: =?utf-8?q?Hi?=\r\n\r\nText"
)
PATTERNS = st.text("ab*ß.", max_size=12)
TEXTS = st.text("abßẞ.\n", max_size=20)


def seen(*, raw=RAW, read=None, **came):
    came = {
        "mailbox_id": 1,
        "source": "smtp",
        "envelope_sender": "Nia@example.org",
        "recipients": ["support@desk.example.com", "sales@desk.example.com"],
        "client": "192.0.2.7",
        "helo": "mx.example.org",
        **came,
    }
    return Seen(raw=raw, read=read, **came)


def read(**known):
    known = {
        "headers": [("subject", "Hi"), ("x-spam-flag", "no")],
        "subject": "Invoice 17 is WRONG",
        "sender": "nia@example.org",
        "sender_name": "Nia",
        "text": lambda: "Dear all,\nthe invoice is wrong.",
        "standing": "pass",
        "automatic": False,
        "attachments": [("invoice.pdf", "application/pdf"), ("logo.png", "image/png")],
        **known,
    }
    return Read(**known)


def asked(mail=None, **condition):
    return holds(CONDITION.validate_python(condition), mail or seen())


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "envelope_sender", "operator": "equals", "value": "nia@EXAMPLE.org"}, True),
        ({"field": "recipient", "operator": "starts_with", "value": "sales@"}, True),
        ({"field": "recipient", "operator": "starts_with", "value": "sales@", "negated": True}, False),
        ({"field": "recipient", "operator": "equals", "value": "sales@"}, False),
        ({"field": "helo", "operator": "ends_with", "value": ".org"}, True),
        ({"field": "helo", "operator": "matches", "value": "mx.*.org"}, True),
        ({"field": "header", "header": "X-Spam-Flag", "operator": "equals", "value": "yes"}, True),
        ({"field": "header", "header": "x-long", "operator": "equals", "value": "one two"}, True),
        ({"field": "header", "header": "x-spam-flag", "operator": "present"}, True),
        ({"field": "header", "header": "x-none", "operator": "present"}, False),
        ({"field": "header", "header": "x-none", "operator": "present", "negated": True}, True),
        ({"field": "header", "header": "subject", "operator": "contains", "value": "=?utf-8"}, True),
        ({"field": "size", "operator": "over", "value": 90}, True),
        ({"field": "size", "operator": "under", "value": 90}, False),
        ({"field": "mailbox", "mailbox_id": 1}, True),
        ({"field": "mailbox", "mailbox_id": 2, "negated": True}, True),
        ({"field": "source", "value": "imap"}, False),
        ({"field": "client", "network": "192.0.2.0/24"}, True),
        ({"field": "client", "network": "2001:db8::/32"}, False),
        ({"field": "verdict", "value": "pass"}, False),
        ({"field": "verdict", "value": "pass", "negated": True}, False),
        ({"field": "attachments", "operator": "under", "value": 5}, False),
    ],
)
def test_before_a_mail_is_read(condition, expected):
    assert asked(**condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "subject", "operator": "contains", "value": "is wrong"}, True),
        ({"field": "subject", "operator": "matches", "value": "invoice * wrong"}, True),
        ({"field": "subject", "operator": "matches", "value": "invoice"}, False),
        ({"field": "text", "operator": "contains", "value": "THE INVOICE"}, True),
        ({"field": "text", "operator": "matches", "value": "dear*wrong."}, True),
        ({"field": "sender", "operator": "ends_with", "value": "@example.org"}, True),
        ({"field": "sender_name", "operator": "equals", "value": "nia"}, True),
        ({"field": "header", "header": "x-spam-flag", "operator": "equals", "value": "yes"}, False),
        ({"field": "attachment_name", "operator": "ends_with", "value": ".PDF"}, True),
        ({"field": "attachment_type", "operator": "matches", "value": "image/*"}, True),
        ({"field": "attachments", "operator": "over", "value": 1}, True),
        ({"field": "verdict", "value": "fail", "negated": True}, True),
        ({"field": "automatic"}, False),
        ({"field": "automatic", "negated": True}, True),
    ],
)
def test_after_a_mail_is_read(condition, expected):
    assert asked(seen(read=read()), **condition) is expected


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"field": "body", "operator": "contains", "value": "x"},
        {"field": "subject", "operator": "regex", "value": "x"},
        {"field": "subject", "operator": "contains"},
        {"field": "subject", "operator": "contains", "value": ""},
        {"field": "subject", "operator": "contains", "value": "x" * 201},
        {"field": "subject", "operator": "present", "value": "x"},
        {"field": "subject", "operator": "contains", "value": "x", "header": "to"},
        {"field": "header", "operator": "contains", "value": "x"},
        {"field": "header", "header": "a: b", "operator": "present"},
        {"field": "size", "operator": "over", "value": -1},
        {"field": "client", "network": "everywhere"},
        {"field": "verdict", "value": "maybe"},
        {"field": "mailbox", "mailbox_id": "1"},
        {"field": "automatic", "value": True},
    ],
)
def test_what_is_no_condition_is_refused(condition):
    with pytest.raises(ValidationError):
        CONDITION.validate_python(condition)


@given(PATTERNS, TEXTS)
def test_a_pattern_says_what_a_regular_expression_would(pattern, text):
    expression = ".*".join(re.escape(piece) for piece in pattern.split("*"))
    assert matches(pattern, text) == bool(re.fullmatch(expression, text, re.DOTALL))


@given(
    TEXTS.filter(str.strip), st.sampled_from(["contains", "equals", "starts_with", "ends_with", "matches"])
)
@settings(max_examples=50)
def test_what_is_looked_for_is_found_in_itself_in_any_case(text, operator):
    text = " ".join(text.split())
    mail = seen(read=read(subject=text))
    for said in (text, text.upper(), text.lower(), text.swapcase()):
        assert asked(mail, field="subject", operator=operator, value=said)


@given(st.data())
@settings(max_examples=60)
def test_no_mail_and_no_condition_raises(data):
    """And a condition and its opposite never hold both."""
    mail = seen(
        raw=data.draw(st.binary(max_size=200)),
        helo=data.draw(st.text(max_size=20)),
        client=data.draw(st.sampled_from(["", "::1", "192.0.2.1", "nonsense"])),
    )
    fields = ["envelope_sender", "recipient", "helo", "subject", "text", "sender", "attachment_name"]
    condition = {
        "field": data.draw(st.sampled_from(fields)),
        "operator": data.draw(st.sampled_from(["contains", "equals", "starts_with", "matches"])),
        "value": data.draw(st.text("ab*@.", min_size=1, max_size=20)),
    }
    if data.draw(st.booleans()):
        mail.know(read(subject=data.draw(st.text(max_size=50))))
    assert not (asked(mail, **condition) and asked(mail, **condition, negated=True))


def test_t72_a_bomb_costs_a_look_at_a_part_of_it():
    """Many stars over a long text of what almost fits: every piece is looked for once, never again."""

    class Counting(str):  # noqa: SLOT000 - it counts on the class
        looks = 0

        def find(self, *args):
            Counting.looks += 1
            return super().find(*args)

    text = Counting("a" * LONGEST_TEXT)
    assert not matches("*a" * 99 + "*b", text)
    assert not matches("*a" * 99 + "*b*", text)
    assert Counting.looks <= 200
    mail = seen(read=read(text=lambda: "a" * 10 * LONGEST_TEXT))
    assert len(mail.texts("text")[0]) == LONGEST_TEXT
