"""What is done in a folder of an IMAP server: functions on a signed-in connection, each blocking."""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from imap_tools import MailboxFolderSelectError
from imap_tools.utils import encode_folder

from deskbell.channels.email.imap.client import ImapMailBox
from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.server import AfterTaking
from deskbell.channels.email.sending.outcome import readable

MAX_HEADER: Final = 256_000
MOST_NAMED: Final = 12
VERBS: Final = {
    AfterTaking.seen: "mark them as read",
    AfterTaking.move: "move them",
    AfterTaking.delete: "delete them",
}

_UID: Final = re.compile(rb"\bUID (\d+)")
_SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d+)")
_ARRIVED: Final = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_MESSAGE_ID: Final = re.compile(rb"(?i)^message-id:\s*(.*?)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder as it is found: `uidvalidity` says how long UIDs hold, `next_uid` is beyond all of them."""

    uidvalidity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Detail:
    """What a server says of a mail: its size in bytes, when it arrived there, its Message-ID if asked for."""

    uid: int
    size: int
    arrived: datetime | None
    message_id: str


def enter(box: ImapMailBox, name: str, *, readonly: bool) -> Place:
    """Open a folder. Raises `ImapFailed` with the names of those that are there."""
    try:
        box.folder.set(name, readonly)
    except imaplib.IMAP4.readonly as error:
        sentence = f"The folder {name} can't be changed by this account. Choose to leave mails as they are."
        raise ImapFailed(Cause.folder, sentence) from error
    except MailboxFolderSelectError as error:
        there = ", ".join(_folders(box)) or "none that we may see"
        said = _words(error.command_result[1])
        sentence = f"The folder {name} can't be opened: {said}. Choose another one; there are: {there}."
        raise ImapFailed(Cause.folder, sentence) from error
    validity, following = (_number(box.client.response(code)[1]) for code in ("UIDVALIDITY", "UIDNEXT"))
    if following is None:
        following = max(uids_after(box, 0), default=0) + 1
    return Place(validity or 0, following)


def uids_after(box: ImapMailBox, uid: int) -> list[int]:
    """The UIDs beyond this one, in order."""
    box.told_of_news = False
    return [each for each in _search(box, f"UID {uid + 1}:*") if each > uid]


def uids_among(box: ImapMailBox, uids: Iterable[int]) -> list[int]:
    """Those of the UIDs that are still there, in order."""
    wanted = frozenset(uids)
    return [each for each in _search(box, f"UID {_set(sorted(wanted))}") if each in wanted] if wanted else []


def uids_of_message_id(box: ImapMailBox, message_id: str) -> list[int]:
    """The UIDs of mails with this Message-ID, brackets included: for who looks for a mail of their own."""
    quoted = re.sub(r'[\r\n\0"\\]', "", message_id)
    return _search(box, f'HEADER Message-ID "{quoted}"')


def details(box: ImapMailBox, uids: Sequence[int], *, with_ids: bool) -> dict[int, Detail]:
    """What the server says of these mails; of those only that are there."""
    wanted = "(UID RFC822.SIZE INTERNALDATE" + (
        " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])" if with_ids else ")"
    )
    found = {}
    for said, literal in _answers(_uid(box, "FETCH", _set(uids), wanted)):
        uid, size, arrived = _UID.search(said), _SIZE.search(said), _ARRIVED.search(said)
        if uid is None or size is None:
            continue
        named = _MESSAGE_ID.match((literal or b"").strip())
        message_id = named[1].decode("utf-8", "replace").strip("<> ") if named else ""
        found[int(uid[1])] = Detail(
            int(uid[1]), int(size[1]), _moment(arrived[1]) if arrived else None, message_id
        )
    return found


def contents(box: ImapMailBox, uids: Sequence[int]) -> dict[int, bytes]:
    """The mails, byte for byte and unmarked; without those that the server doesn't give out."""
    found = _bodies(box, uids, "BODY.PEEK[]")
    missing = [uid for uid in uids if uid not in found] if len(uids) > 1 else []
    for uid in missing:
        found |= _bodies(box, [uid], "BODY.PEEK[]")
    return found


def header(box: ImapMailBox, uid: int) -> bytes:
    """A mail's header alone; empty where the server doesn't give it out."""
    return _bodies(box, [uid], f"BODY.PEEK[HEADER]<0.{MAX_HEADER}>").get(uid, b"")


def settle(box: ImapMailBox, uids: Sequence[int], after: AfterTaking, move_to: str | None) -> None:
    """Mark, move or delete mails that were taken. Raises `ImapFailed` where the server refuses."""
    if not uids or after is AfterTaking.leave:
        return
    chosen = _set(uids)
    try:
        if after is AfterTaking.seen:
            _uid(box, "STORE", chosen, "+FLAGS.SILENT", r"(\Seen)")
        elif after is AfterTaking.move and move_to is not None:
            _move(box, chosen, move_to)
        else:
            _delete(box, chosen)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = readable(str(error)).rstrip(".")
        verb = VERBS[after]
        sentence = f"Mails are taken, but the server doesn't let us {verb} afterwards: {said}."
        raise ImapFailed(Cause.after, sentence + " Choose something else to do with them.") from error


def begin_idle(box: ImapMailBox) -> bool:
    """Have the server tell of news (RFC 2177); whether it did so already, in an answer before perhaps."""
    client = box.client
    tag = client._command("IDLE")  # noqa: SLF001 - imaplib of Python 3.11 knows no IDLE
    told = False
    while client._get_response() is not None:  # noqa: SLF001 - None: it is idling now
        if client.tagged_commands[tag] is not None:
            raise client.abort("the server refuses to idle")
        told = True
    return told or box.told_of_news or _has_unread(box)


def end_idle(box: ImapMailBox) -> None:
    """Stop idling."""
    box.client.send(b"DONE\r\n")
    running = next(tag for tag, answer in box.client.tagged_commands.items() if answer is None)
    box.client._command_complete("IDLE", running)  # noqa: SLF001 - the same


def _has_unread(box: ImapMailBox) -> bool:
    """Whether something was read from the connection together with the last answer."""
    patience = box.client.sock.gettimeout()
    box.client.sock.settimeout(0)
    try:
        return bool(box.client.file.peek(1))  # type: ignore[union-attr]
    except ssl.SSLWantReadError:
        return False
    finally:
        box.client.sock.settimeout(patience)


def _move(box: ImapMailBox, chosen: str, folder: str) -> None:
    verb = "MOVE" if box.can("MOVE") else "COPY"
    try:
        _uid(box, verb, chosen, encode_folder(folder))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        box.client.create(encode_folder(folder))  # type: ignore[arg-type]
        _uid(box, verb, chosen, encode_folder(folder))
    if verb == "COPY":
        _delete(box, chosen)


def _delete(box: ImapMailBox, chosen: str) -> None:
    """Delete for good; without UIDPLUS only mark, for a plain EXPUNGE takes along what others marked."""
    _uid(box, "STORE", chosen, "+FLAGS.SILENT", r"(\Deleted)")
    if box.can("UIDPLUS"):
        _uid(box, "EXPUNGE", chosen)


def _bodies(box: ImapMailBox, uids: Sequence[int], what: str) -> dict[int, bytes]:
    try:
        answers = _answers(_uid(box, "FETCH", _set(uids), f"(UID {what})"))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return {}
    found = {}
    for said, literal in answers:
        uid = _UID.search(said)
        if uid is not None and literal is not None:
            found[int(uid[1])] = literal
    return found


def _answers(items: Iterable[Any]) -> Iterator[tuple[bytes, bytes | None]]:
    """One pair for each mail: what was said about it, and the literal in it, if there was one."""
    said, literal = b"", None
    for item in items:
        if isinstance(item, tuple):
            said, literal = said + b" " + item[0], item[1]
        elif isinstance(item, bytes):
            yield said + b" " + item, literal
            said, literal = b"", None


def _uid(box: ImapMailBox, verb: str, *arguments: str | bytes) -> list[Any]:
    """A command on UIDs; raises imaplib's `error` with the answer where the server says no."""
    box.client.untagged_responses.clear()
    status, said = box.client.uid(verb, *arguments)  # type: ignore[arg-type]
    box.told_of_news |= "EXISTS" in box.client.untagged_responses
    if status != "OK":
        raise box.client.error(_words(said))
    return said


def _search(box: ImapMailBox, criteria: str) -> list[int]:
    found = [each for each in _uid(box, "SEARCH", criteria) if isinstance(each, bytes)]
    return sorted({int(word) for each in found for word in each.split()})


def _folders(box: ImapMailBox) -> list[str]:
    with contextlib.suppress(imaplib.IMAP4.error, ValueError):
        return [readable(each.name) for each in box.folder.list()][:MOST_NAMED]
    return []


def _set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


def _words(said: Iterable[Any]) -> str:
    words = b" ".join(each for each in said if isinstance(each, bytes)).decode("utf-8", "replace")
    return readable(words).rstrip(".") or "it gives no reason"


def _number(said: Sequence[Any]) -> int | None:
    found = said[-1] if said else None
    return int(found) if isinstance(found, bytes) and found.isdigit() else None


def _moment(text: bytes) -> datetime | None:
    try:
        return datetime.strptime(text.decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
