"""From facts to a letter: the headers and words of each kind of mail, without asking the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from deskbell.channels.email.composing.letter import (
    MAX_NAME,
    MAX_SUBJECT,
    Attachment,
    Letter,
    Mailbox,
    Nature,
    one_line,
    with_content_ids,
)
from deskbell.channels.email.composing.rendering import render
from deskbell.channels.email.composing.texts import (
    NoticeWords,
    Quoted,
    ReceiptWords,
    ReplyWords,
    Words,
    bare_subject,
)
from deskbell.channels.email.outbox.facts.queries import TicketFacts
from deskbell.channels.email.outbox.models import MailKind
from deskbell.kit.html import from_text
from deskbell.kit.html_text import text_of

MAX_QUOTE: Final = 20_000


class NothingToSay(Exception):
    """What the mail was about is gone; the text is a sentence for agents."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A mail that is to be written."""

    id: int
    kind: str
    ticket_id: int | None
    message_id: int | None
    user_id: int | None
    ordered_by_id: int | None


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom mails come: the mailbox's address and number, the name under it, and the signature."""

    address: str
    helpdesk: str
    signature: str = ""
    mailbox_id: int | None = None

    @property
    def domain(self) -> str:
        """The part behind the `@`."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every mail has: from, to, its id, its moment, and the mails before it.

    `others`: it was ordered for more than one person, whoever of them is left.
    """

    sender: Sender
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    message_id: str
    date: datetime
    reply_to: str = ""
    others: bool = False
    references: Sequence[tuple[str, bool]] = field(default_factory=tuple)


def reply_letter(
    envelope: Envelope,
    ticket: TicketFacts,
    message: Mapping[str, Any],
    before: Sequence[Mapping[str, Any]],
    attachments: tuple[Attachment, ...],
) -> Letter:
    """An agent's answer; `before` are earlier public messages, the newest first."""
    author = one_line(message["author_name"] or "", MAX_NAME)
    helpdesk = envelope.sender.helpdesk
    own = message["reply_html"]  # an agent's mail may quote, too: the history is added here
    words = ReplyWords(
        helpdesk=helpdesk,
        author=author,
        subject=bare_subject(ticket.subject, ticket.reference),
        reference=ticket.reference,
        text=text_of(own) if own else message["text"],
        html=with_content_ids(own or message["html"]),
        signature=envelope.sender.signature,
        history=tuple(_quoted(each) for each in before),
    )
    name = one_line(f"{author} ({helpdesk})" if author else helpdesk, MAX_NAME)
    return _letter(envelope, words, Nature.personal, name, attachments)


def receipt_letter(envelope: Envelope, ticket: TicketFacts) -> Letter:
    """A first message has arrived; it holds nothing of what was written (T56)."""
    words = ReceiptWords(helpdesk=envelope.sender.helpdesk, reference=ticket.reference)
    return _letter(envelope, words, Nature.receipt, envelope.sender.helpdesk)


def notice_words(
    helpdesk: str, ticket: TicketFacts, message: Mapping[str, Any], link: str, assigned_by: str | None
) -> NoticeWords:
    """What the responsible agent is told, as text only: pictures and files stand in the ticket.

    `assigned_by`: who made them responsible, if that is the news; empty where a rule did it.
    """
    own = message["reply_html"]
    text = (text_of(own) if own else message["text"])[:MAX_QUOTE]
    return NoticeWords(
        helpdesk=helpdesk,
        assigned=assigned_by is not None,
        assigned_by=one_line(assigned_by or "", MAX_NAME),
        author=one_line(message["author_name"] or "", MAX_NAME),
        subject=bare_subject(ticket.subject, ticket.reference),
        number=ticket.id,
        text=text,
        html=from_text(text),
        link=link,
    )


def notice_letter(envelope: Envelope, words: Words) -> Letter:
    """A mail of the program's own accord, such as those about accounts and to agents."""
    return _letter(envelope, words, Nature.notice, envelope.sender.helpdesk)


def has_null_path(kind: str) -> bool:
    """Whether a mail goes out without a return path, so that nothing ever answers it (RFC 3834)."""
    return kind != MailKind.reply


def mailbox(address: str, name: str = "") -> Mailbox:
    """A person's name and address, as they may stand in a header."""
    return Mailbox(address, one_line(name, MAX_NAME))


def _letter(
    envelope: Envelope,
    words: Words,
    nature: Nature,
    name: str,
    attachments: tuple[Attachment, ...] = (),
) -> Letter:
    said = render(words)
    ids = [internet_id for internet_id, _ in envelope.references]
    theirs = [internet_id for internet_id, outgoing in envelope.references if not outgoing]
    answered = (theirs or ids)[-1:]
    return Letter(
        sender=mailbox(envelope.sender.address, name),
        to=envelope.to,
        cc=envelope.cc,
        subject=one_line(said.subject, MAX_SUBJECT),
        text=said.text,
        html=said.html,
        message_id=envelope.message_id,
        date=envelope.date,
        reply_to=mailbox(envelope.reply_to) if envelope.reply_to else None,
        in_reply_to="".join(f"<{each}>" for each in answered),
        references=tuple(ids),
        attachments=attachments,
        nature=nature,
    )


def _quoted(message: Mapping[str, Any]) -> Quoted:
    """An earlier message, as text only: its pictures don't go along."""
    own = message["reply_html"]
    text = (text_of(own) if own else message["text"])[:MAX_QUOTE]
    when = f"{message['created_at']:%Y-%m-%d %H:%M} UTC"
    return Quoted(
        author=one_line(message["author_name"] or "", MAX_NAME), when=when, text=text, html=from_text(text)
    )
