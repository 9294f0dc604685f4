"""Mails as the demonstration's inbox shows them: what a customer would get."""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

from pydantic import Field

from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.pagination import Read


class DemoAttachment(Read):
    """A file that came with a mail."""

    name: str
    content_type: str
    size: int = Field(description="In bytes.")


class DemoMailRead(Read):
    """A mail in the demonstration's inbox."""

    id: int
    kind: MailKind
    at: datetime | None = Field(description="When it was delivered.")
    sender: str = Field(description="As it stands in From.", examples=['"Ida (Example)" <support@localhost>'])
    to: list[str] = Field(description="Everybody whom it went to.")
    subject: str
    text: str
    html: str = Field(description="As the mail holds it; to be shown in a sandbox only.")
    headers: list[list[str]] = Field(description="Name and value of each header, from top to bottom.")
    attachments: list[DemoAttachment]


def demo_mail(mail_id: int, kind: str, at: datetime | None, to: list[str], raw: bytes) -> DemoMailRead:
    """A mail of our own making, read again."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    return DemoMailRead(
        id=mail_id,
        kind=MailKind(kind),
        at=at,
        sender=str(message["From"]),
        to=to,
        subject=str(message["Subject"] or ""),
        text=_said(message.get_body(("plain",))),
        html=_said(message.get_body(("html",))),
        headers=[[name, str(value)] for name, value in message.items()],
        attachments=[_attached(part) for part in message.iter_attachments()],
    )


def _said(part: MIMEPart | None) -> str:
    return "" if part is None else str(part.get_content())


def _attached(part: MIMEPart) -> DemoAttachment:
    content = part.get_payload(decode=True)
    size = len(content) if isinstance(content, bytes) else 0
    return DemoAttachment(name=part.get_filename() or "", content_type=part.get_content_type(), size=size)
