"""To which of a mailbox's addresses a mail was delivered, by the lines that mail servers add.

Over IMAP there is no envelope. Anybody can write such a line; what stands behind the `+` is signed by us.
"""

import re
from typing import Final

from deskbell.channels.email.signed_addresses import bare_address

SEARCHED: Final = 65_536
MOST: Final = 10
_DELIVERED: Final = re.compile(
    rb"^(?:x-)?(?:delivered-to|original-to|envelope-to):[ \t]*<?([^\s<>]{1,254})>?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)


def delivered_to(raw: bytes, mailbox: str) -> list[str]:
    """The addresses, as far as they are this mailbox's."""
    head = re.split(rb"\r?\n\r?\n", raw[:SEARCHED], maxsplit=1)[0]
    found = dict.fromkeys(each.decode("utf-8", "replace") for each in _DELIVERED.findall(head))
    own = mailbox.lower()
    return [each for each in found if own in {each.lower(), bare_address(each).lower()}][:MOST]
