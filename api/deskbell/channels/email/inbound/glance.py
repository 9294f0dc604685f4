"""A mail that is turned away before it is read: only what the ledger shows of it, from its first lines."""

from typing import Final

from deskbell.channels.email.header_fields import HeaderBlock, read_header
from deskbell.channels.email.inbound.actions.claim import Claimed
from deskbell.channels.email.inbound.reading import Author, ReadMail
from deskbell.channels.email.parser_rules.applying import Outcome
from deskbell.channels.email.parsing import Headers, Parsed, robot_in
from deskbell.channels.email.parsing.words import decoded_words, header_text
from deskbell.channels.email.threads import Clues, plain_id
from deskbell.channels.email.verdict.author import read_author
from deskbell.channels.email.verdict.judging import Standing, Verdict
from deskbell.tickets.schemas import MailBody

LONGEST: Final = 2_000
NOT_JUDGED: Final = "Nobody asked: it was turned away before it was read."


def glance(claimed: Claimed, ruled: Outcome) -> ReadMail:
    """The mail as the ledger keeps it; nothing in it is believed, and it costs next to nothing."""
    header = read_header(claimed.raw)
    author = read_author(header)
    headers = Headers(subject=_first(header, "subject"), message_id=plain_id(_first(header, "message-id")))
    address = author.address or claimed.sender
    return ReadMail(
        claimed=claimed,
        parsed=Parsed(headers),
        verdict=Verdict(
            Standing.none, "computed", author.address, author.domain, (), "unchecked", NOT_JUDGED
        ),
        robot=robot_in(headers),
        author=Author("", address) if address else None,
        clues=Clues(),
        body=MailBody.model_construct(text="", file_ids=[]),
        files=(),
        ruled=ruled,
    )


def _first(header: HeaderBlock, name: str) -> str:
    values = header.values(name)
    return " ".join(decoded_words(header_text(values[0][:LONGEST])).split()) if values else ""
