"""The mails of customers: of a seed, each with a token that finds it again everywhere."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

SUPPORT = "support@deskbell.example"
CUSTOMERS = 40
WITH_FILE = 0.4
LARGE = 0.03
IMAP_DIGITS = "012"


@dataclass(frozen=True)
class CustomerMail:
    """A mail as it is sent; `hashes` are of its files."""

    token: str
    sender: str
    raw: bytes
    hashes: tuple

    @property
    def by_imap(self):
        """Whether it always goes to the mailbox that is fetched; each mailbox has mail of its own."""
        return self.token[0] in IMAP_DIGITS


def some_files(chance):
    """(name, bytes) of none or one or two files of chance bytes."""
    if chance.random() > WITH_FILE:
        return []
    longest = 600_000 if chance.random() < LARGE else 30_000
    count = chance.choice([1, 1, 2])
    return [(f"file {number}.bin", chance.randbytes(chance.randrange(1, longest))) for number in range(count)]


def write_mail(chance):
    """The next mail of this chance."""
    token = f"{chance.getrandbits(64):016x}"
    sender = f"customer{chance.randrange(CUSTOMERS)}@customers.example"
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = f"A Customer <{sender}>", SUPPORT
    mail["Subject"] = f"Fault {token}"
    mail["Message-ID"] = f"<{token}@customers.example>"
    mail.set_content(f"Dear desk, this is {token}.\n.\n..\nSincerely\n")
    if chance.random() < 0.5:
        mail.add_alternative(f"<p>Dear desk, this is <b>{token}</b>.</p>", subtype="html")
    files = some_files(chance)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return CustomerMail(token, sender, mail.as_bytes(), hashes_of(content for _, content in files))


def hashes_of(contents):
    """The SHA-256 of each, sorted: the order of files is nobody's promise."""
    return tuple(sorted(sha256(content).hexdigest() for content in contents))
