"""The mail of a test: known by a signed token, in three places, as some servers change one or another.

Without the key nobody makes one (T47): it can't be guessed, and a stranger's mail is never taken for a test.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from deskbell.channels.email.composing.dkim_keys import DkimKey, signed
from deskbell.channels.email.parsing import Headers
from deskbell.channels.email.signed_addresses import MailSigner

HEADER: Final = "x-deskbell-test"
SUBJECT: Final = "Test of this mailbox"
MOST_WORDS: Final = 20

_TEXT: Final = """\
This mail was sent by your helpdesk, from this mailbox to itself, to see whether mail goes out and comes in.
It becomes no ticket. You may delete it.
"""


def self_mail(address: str, token: str, when: datetime, key: DkimKey) -> bytes:
    """The mail as it goes over the wire, signed for its domain."""
    domain = address.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address
    mail["To"] = address
    mail["Subject"] = f"{SUBJECT} {token}"
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = f"<{token}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[HEADER.title()] = token
    mail.set_content(_TEXT)
    return signed(mail.as_bytes(), key, domain, when)


def named_self_test(headers: Headers, signer: MailSigner) -> int | None:
    """The test that a mail says to be of, by a token that is ours."""
    candidates = [headers.first(HEADER).strip(), local_part(headers.message_id)]
    candidates += headers.subject.split()[-MOST_WORDS:]
    found = (signer.read_test_token(each) for each in candidates)
    return next((each for each in found if each is not None), None)


def local_part(message_id: str) -> str:
    """What stands before the `@` of a Message-ID."""
    return message_id.strip().removeprefix("<").removesuffix(">").rpartition("@")[0]
