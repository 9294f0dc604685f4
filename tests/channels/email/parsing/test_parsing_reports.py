import pytest

from deskbell.channels.email.parsing import parse, robot_in
from deskbell.channels.email.parsing.parsed import Bounce

STANDARD = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: help@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <report@mx.example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 5 Jan 2026 10:00:00 +0000

Final-Recipient: rfc822; ben@example.net
Original-Recipient: rfc822;ben@example.net
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ben@example.net>:
    User unknown

Final-Recipient: rfc822; cleo@example.net
Action: delayed
Status: 4.4.1
--b
Content-Type: message/rfc822

From: help@example.org
Message-ID: <original@example.org>
Subject: Your ticket

Hello
--b--
"""
QMAIL = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: help@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ben@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <help@example.org>
From: help@example.org
Message-ID: <original@example.org>

Hello
"""
EXCHANGE = b"""\
Return-Path: <>
From: System Administrator <postmaster@example.net>
To: help@example.org
Subject: Undeliverable: Your ticket
In-Reply-To: <original@example.org>

Your message did not reach some or all of the intended recipients.

      Subject:  Your ticket
      Sent:     1/5/2026 10:00 AM

The following recipient(s) could not be reached:

      ben@example.net on 1/5/2026 10:00 AM
            The e-mail account does not exist at the organization.
            <mx.example.net #5.1.1>
"""
EXIM = b"""\
X-Failed-Recipients: ben@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: help@example.org
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients.

  ben@example.net
    SMTP error from remote mail server after RCPT TO:<ben@example.net>:
    550 no such user here

------ This is a copy of the message, including all the headers. ------

Message-Id: <original@example.org>
From: help@example.org
"""
DELAYED = b"""\
From: MAILER-DAEMON@mx.example.org
Return-Path: <>
Subject: Warning: message delayed

Your message has not yet been delivered; delivery will be retried.

<ben@example.net>:
connection timed out
"""
PERSON = b"""\
From: Anna <anna@example.org>
Subject: Undeliverable

My mail could not be delivered to <ben@example.net>: what is wrong?
"""


def test_standard_report_tells_each_recipient():
    failed, delayed = parse(STANDARD).bounces
    assert failed == Bounce(
        "failed",
        "5.1.1",
        "ben@example.net",
        "original@example.org",
        "550 5.1.1 <ben@example.net>: User unknown",
    )
    assert (delayed.action, delayed.status, delayed.recipient) == ("delayed", "4.4.1", "cleo@example.net")


@pytest.mark.parametrize("report", [QMAIL, EXCHANGE, EXIM], ids=["qmail", "Exchange", "Exim"])
def test_reports_of_their_own_kind_are_read(report):
    (bounce,) = parse(report).bounces
    assert bounce.action == "failed"
    assert bounce.status in {"5.1.1", "5.0.0"}
    assert bounce.recipient == "ben@example.net"
    assert bounce.message_id == "original@example.org"


def test_delay_is_no_failure():
    (bounce,) = parse(DELAYED).bounces
    assert (bounce.action, bounce.recipient, bounce.diagnostic) == (
        "delayed",
        "ben@example.net",
        "connection timed out",
    )


def test_a_person_writing_of_bounces_is_none():
    assert parse(PERSON).bounces == ()


def test_a_report_with_one_recipient_twice_and_no_blank_line():
    raw = b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b.test\nStatus: 4.2.2\n"
    (bounce,) = parse(raw).bounces
    assert (bounce.action, bounce.status, bounce.recipient) == ("delayed", "4.2.2", "a@b.test")


ROBOTS = {
    "absence": (b"Auto-Submitted: auto-replied (vacation)", "auto_submitted"),
    "generated": (b"Auto-Submitted: Auto-Generated; owner-email=x", "auto_submitted"),
    "bulk": (b"Precedence: bulk", "bulk"),
    "list": (b"List-Id: <doors.example.org>", "list_mail"),
    "newsletter": (b"List-Unsubscribe: <https://example.org/u>", "list_mail"),
    "null return path": (b"Return-Path: <>", "envelope_null"),
    "suppressing": (b"X-Auto-Response-Suppress: DR, OOF, AutoReply", "suppresses"),
    "daemon": (b"From: MAILER-DAEMON@example.org", "daemon"),
    "postmaster": (b"From: postmaster@example.org", "daemon"),
    "no reply": (b"From: no-reply@example.org", "no_reply"),
    "autoresponder": (b"X-Autoreply: yes", "away"),
    "absence by subject": (b"Subject: =?utf-8?q?R=C3=A9ponse_automatique=3A_Porte?=", "away"),
    "report": (b"Content-Type: multipart/report; boundary=b", "report"),
}


@pytest.mark.parametrize(("header", "fact"), ROBOTS.values(), ids=ROBOTS)
def test_robot_is_known_by_its_marks(header, fact):
    robot = robot_in(parse(b"Message-ID: <1@example.org>\n" + header + b"\n\nx").headers)
    assert getattr(robot, fact)
    assert not robot.answerable


def test_people_are_answered():
    raw = b"From: Anna <anna@example.org>\nReturn-Path: <anna@example.org>\nAuto-Submitted: no\n\nx"
    robot = robot_in(parse(raw).headers)
    assert robot.answerable
    assert not robot.automatic


def test_envelope_tells_too():
    headers = parse(b"From: anna@example.org\n\nx").headers
    assert robot_in(headers, "").envelope_null
    assert not robot_in(headers, "anna@example.org").envelope_null


def test_delivery_reports_only_suppressed_leave_answers_allowed():
    headers = parse(b"From: anna@example.org\nX-Auto-Response-Suppress: DR, RN, NRN\n\nx").headers
    assert robot_in(headers).answerable
