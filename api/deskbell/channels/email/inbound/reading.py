"""Reading a mail before anything is written: parsed in the child, judged, files stored, clues found."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.inbound.actions.claim import Claimed
from deskbell.channels.email.inbound.body import Body, body_of, with_files
from deskbell.channels.email.inbound.models import Source
from deskbell.channels.email.parser_rules.applying import Outcome
from deskbell.channels.email.parsing import Address, Parsed, Robot, robot_in
from deskbell.channels.email.parsing.limits import MAX_MAIL
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.resolver import Resolver
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.channels.email.threads import Clues, MailFacts, clues
from deskbell.channels.email.verdict.judging import Verdict, judge
from deskbell.channels.email.verdict.sender_policy import Client
from deskbell.core.storage import Storage
from deskbell.files.actions.keep import Arrived
from deskbell.kit.html import from_text
from deskbell.kit.storable import one_line, storable
from deskbell.tickets.schemas import MailBody

MAX_FILES: Final = 200
LARGEST_FILE: Final = 3 * MAX_MAIL  # text in another charset may be that much longer
MAX_ADDRESS: Final = 254
MAX_NAME: Final = 120
MAX_SUBJECT: Final = 250
NO_SUBJECT: Final = "(no subject)"


@dataclass(frozen=True, slots=True)
class Author:
    """By what name and address a mail says that it was written."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail with all that is to be known of it without looking at other rows.

    `ruled` is what the parser rules have said of it so far.
    """

    claimed: Claimed
    parsed: Parsed
    verdict: Verdict
    robot: Robot
    author: Author | None
    clues: Clues
    body: MailBody
    files: tuple[Arrived, ...]
    ruled: Outcome = field(default_factory=Outcome)

    @property
    def subject(self) -> str:
        """What a ticket of it is called."""
        return one_line(self.parsed.headers.subject, MAX_SUBJECT) or NO_SUBJECT


class MailReader:
    """Reads mails with what a process keeps for it."""

    def __init__(self, parser: Parser, resolver: Resolver, storage: Storage, signer: MailSigner) -> None:
        """Take the parser's children, the name servers, where files stand, and the key of our addresses."""
        self._parser = parser
        self._resolver = resolver
        self._storage = storage
        self.signer = signer

    async def read(self, claimed: Claimed, trusted_servers: Collection[str]) -> ReadMail:
        """Read one mail. What stands in it raises nothing; a full disk does."""
        parsed, verdict = await asyncio.gather(
            self._parser.parse(claimed.raw), self._judged(claimed, trusted_servers)
        )
        headers = parsed.headers
        chosen = parsed.attachments[:MAX_FILES]
        body = body_of(parsed)
        contents = [(each.name, each.content) for each in chosen]
        contents += [body.whole] if body.whole else []
        files = tuple(await asyncio.gather(*(self._stored(*each) for each in contents)))
        named = [each.address for each in (*headers.to, *headers.cc)]
        facts = MailFacts(
            [*claimed.recipients, *named], headers.in_reply_to, headers.references, headers.subject
        )
        return ReadMail(
            claimed=claimed,
            parsed=parsed,
            verdict=verdict,
            robot=robot_in(headers, None if claimed.source == Source.imap else claimed.sender),
            author=_author(parsed, verdict, claimed.sender),
            clues=clues(facts, self.signer),
            body=_message(body, dict(zip((each.content_id for each in chosen), files, strict=False)), files),
            files=files,
        )

    async def _judged(self, claimed: Claimed, trusted_servers: Collection[str]) -> Verdict:
        """The client counts only where our own listener took the mail from a stranger."""
        client = None
        if claimed.source == Source.smtp and claimed.client and not trusted_servers:
            client = Client(claimed.client, claimed.helo, claimed.sender)
        return await judge(
            claimed.raw, resolver=self._resolver, trusted_servers=trusted_servers, client=client
        )

    async def _stored(self, name: str, content: bytes) -> Arrived:
        stored = await self._storage.write(_once(content), LARGEST_FILE)
        return Arrived(uuid4(), name, stored)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _author(parsed: Parsed, verdict: Verdict, sender: str) -> Author | None:
    """The one of the verdict; else the first that can be an address, for which nothing speaks."""
    written = [(plain_address(each.address), each) for each in parsed.headers.from_]
    candidates = [(verdict.address, None), *written, (plain_address(sender), None)]
    found = next((each for each in candidates if each[0] and len(each[0]) <= MAX_ADDRESS), None)
    if found is None or found[0] is None:
        return None
    address = storable(found[0])
    same: list[Address] = [each for plain, each in written if plain and plain.lower() == address.lower()]
    name = one_line(same[0].name if same else "", MAX_NAME)
    return Author(name or one_line(address.rpartition("@")[0], MAX_NAME) or address, address)


def _message(body: Body, by_content_id: Mapping[str, Arrived], files: Sequence[Arrived]) -> MailBody:
    """The message; it may be longer than what the API takes, so nothing is checked here."""
    file_ids = [each.id for each in files]
    if body.html is None:
        own = None if body.reply is None else from_text(body.reply)
        return MailBody.model_construct(text=body.text, file_ids=file_ids, reply_html=own)
    shown = {
        content_id.strip("<> ").lower(): file.id for content_id, file in by_content_id.items() if content_id
    }
    own = None if body.reply is None else with_files(body.reply, shown)
    return MailBody.model_construct(html=with_files(body.html, shown), file_ids=file_ids, reply_html=own)
