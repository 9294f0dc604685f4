"""An IMAP server of tests (IMAP4rev1, IDLE, UIDPLUS, MOVE) that misbehaves as it is told to.

async with imap_server() as server:
    uid = server.deliver(raw)                 # into INBOX
    server.misbehave = lambda stage, command: DROP if command == "UID FETCH" else None
    server.incoming(...)                      # the `incoming` of a mailbox that leads here
"""

import asyncio
import base64
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

DROP = "drop"
HALF = "half"
SAID = "said"
USER, PASSWORD = "desk@desk.example.com", "gehéim"
ALL = frozenset({"IMAP4REV1", "IDLE", "UIDPLUS", "MOVE", "AUTH=PLAIN", "AUTH=XOAUTH2"})


@dataclass
class Lying:
    """A mail in a folder; `size` is what the server says of it."""

    uid: int
    raw: bytes
    size: int
    arrived: datetime
    flags: set = field(default_factory=set)


@dataclass
class Folder:
    """A folder, in the order of arrival."""

    uidvalidity: int = 1
    next_uid: int = 1
    mails: list = field(default_factory=list)

    def add(self, raw, size=None, arrived=None):
        """Let a mail arrive."""
        mail = Lying(self.next_uid, raw, size or len(raw), arrived or datetime.now(UTC))
        self.next_uid += 1
        self.mails.append(mail)
        return mail

    def renumber(self):
        """As after the restore of a server: other UIDs, another UIDVALIDITY."""
        self.uidvalidity += 1
        self.next_uid = 1
        for mail in self.mails:
            mail.uid, self.next_uid = self.next_uid, self.next_uid + 1

    def chosen(self, ranges):
        """(number, mail) of a set such as `1,4:*`."""
        highest = max((mail.uid for mail in self.mails), default=0)
        wanted = set()
        for each in ranges.split(","):
            first, _, last = each.replace("*", str(highest)).partition(":")
            ends = sorted((int(first), int(last or first)))
            wanted |= set(range(ends[0], ends[1] + 1))
        return [(place, mail) for place, mail in enumerate(self.mails, 1) if mail.uid in wanted]


@dataclass
class ImapServer:
    """What it holds, and how it behaves.

    `misbehave(stage, command)`, with stage `before` or `after` the command is done, may say `DROP`, `HALF`
    (half of the answer, then a drop) or another answer, such as `NO not now`.
    """

    folders: dict = field(default_factory=lambda: {"INBOX": Folder()})
    capabilities: frozenset = ALL
    password: str = PASSWORD
    token: str | None = None
    starttls: object = None
    misbehave: object = None
    keeps_back: set = field(default_factory=set)
    commands: list = field(default_factory=list)
    fetched: list = field(default_factory=list)
    sessions: set = field(default_factory=set)
    sign_ins: int = 0
    secured: int = 0
    port: int = 0

    @property
    def inbox(self):
        return self.folders["INBOX"]

    @property
    def idling(self):
        """How many sessions wait for news."""
        return sum(each.idling for each in self.sessions)

    def deliver(self, raw, **how):
        """Let a mail arrive in the inbox; its UID. Those who idle are told."""
        mail = self.inbox.add(raw, **how)
        for session in self.sessions:
            if session.idling:
                session.tell_news()
        return mail.uid

    def incoming(self, **more):
        """The settings of a mailbox that lead here."""
        here = {"host": "127.0.0.1", "port": self.port, "security": "none", "private": True}
        return here | {"username": USER, "password": self.password} | more

    def drop_all(self):
        """Drop every connection."""
        for session in list(self.sessions):
            session.writer.transport.abort()


class Dropped(Exception):
    """The connection is to end here."""


class Session:
    """One connection."""

    def __init__(self, server, reader, writer):
        self.server, self.reader, self.writer = server, reader, writer
        self.folder = None
        self.readonly = False
        self.idling = False
        self.secured = False
        self.tag = ""
        self.known = 0
        self.ended = asyncio.Event()

    def tell(self, text):
        self.writer.write(text.encode() + b"\r\n")

    def tell_news(self):
        """How many mails there are, if there are more than the client was told; said once."""
        count = len(self.folder.mails) if self.folder else 0
        if count > self.known:
            self.tell(f"* {count} EXISTS")
        self.known = count

    async def talk(self):
        """Greet, and do what is asked."""
        self.tell("* OK ready")
        while line := await self.reader.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            verb, _, arguments = rest.partition(" ")
            verb = verb.upper()
            if verb == "UID":
                sub, _, arguments = arguments.partition(" ")
                verb = f"UID {sub.upper()}"
            self.server.commands.append(verb)
            if verb == "LOGOUT":
                return
            await self.do(tag, verb, arguments)
            await self.writer.drain()

    async def do(self, tag, verb, arguments):
        """One command, or what is told instead."""
        self.tag = tag
        answer = self.odd("before", verb)
        lines = []
        if answer is None:
            doing = getattr(self, "on_" + verb.lower().replace(" ", "_"))
            answer = doing(arguments, lines)
            answer = (await answer if asyncio.iscoroutine(answer) else answer) or "OK done"
            instead = self.odd("after", verb)
            if instead == HALF:
                whole = b"".join(lines)
                self.writer.write(whole[: len(whole) // 2])
                await self.writer.drain()
                raise Dropped
            answer = instead or answer
        self.writer.write(b"".join(lines))
        self.tell_news()
        if answer != SAID:
            self.tell(f"{tag} {answer}")

    def odd(self, stage, verb):
        answer = self.server.misbehave(stage, verb) if self.server.misbehave else None
        if answer == DROP:
            raise Dropped
        return answer

    def on_capability(self, _, lines):
        more = ["STARTTLS"] if self.server.starttls and not self.secured else []
        lines.append(f"* CAPABILITY {' '.join([*sorted(self.server.capabilities), *more])}\r\n".encode())

    async def on_authenticate(self, mechanism, _):
        self.tell("+ ")
        said = base64.b64decode(await self.reader.readline()).decode()
        if mechanism == "PLAIN":
            return self.judge(said.split("\0")[1], said.split("\0")[2] == self.server.password)
        fields = said.split("\1")
        fine = self.server.token is not None and f"auth=Bearer {self.server.token}" in fields
        if not fine:
            self.tell("+ " + base64.b64encode(b'{"status":"400"}').decode())
            await self.reader.readline()
        return self.judge(re.search("(?:user|a)=([^\1,]*)", said)[1], fine)

    async def on_starttls(self, _, __):
        """What follows is secured; only the answer that says so goes out bare."""
        self.tell(f"{self.tag} OK begin")
        await self.writer.start_tls(self.server.starttls)
        self.secured = True
        return SAID

    def on_login(self, arguments, _):
        name, password = re.fullmatch(r'"(.*)" "(.*)"', arguments).groups()
        return self.judge(name, password.replace('\\"', '"').replace("\\\\", "\\") == self.server.password)

    def judge(self, name, fine):
        if name != USER or not fine:
            return "NO [AUTHENTICATIONFAILED] Invalid credentials"
        self.server.sign_ins += 1
        self.server.secured += self.secured
        return "OK welcome"

    def on_select(self, arguments, lines):
        self.folder = self.server.folders.get(arguments.strip('"'))
        if self.folder is None:
            return "NO Mailbox doesn't exist"
        self.known = len(self.folder.mails)
        lines += [
            f"* {self.known} EXISTS\r\n".encode(),
            f"* OK [UIDVALIDITY {self.folder.uidvalidity}] valid\r\n".encode(),
            f"* OK [UIDNEXT {self.folder.next_uid}] next\r\n".encode(),
        ]
        return None

    def on_examine(self, arguments, lines):
        self.readonly = True
        return self.on_select(arguments, lines)

    def on_list(self, _, lines):
        lines += [f'* LIST () "/" "{name}"\r\n'.encode() for name in self.server.folders]

    def on_create(self, name, _):
        self.server.folders[name.strip('"')] = Folder()

    def on_uid_search(self, criteria, lines):
        kind, _, wanted = criteria.partition(" ")
        if kind == "UID":
            found = [mail.uid for _, mail in self.folder.chosen(wanted)]
        else:
            name = wanted.partition(" ")[2].strip('"').encode()
            found = [mail.uid for mail in self.folder.mails if name in mail.raw]
        lines.append(f"* SEARCH {' '.join(map(str, found))}\r\n".encode())

    def on_uid_fetch(self, arguments, lines):
        ranges, _, what = arguments.partition(" ")
        for place, mail in self.folder.chosen(ranges):
            whole = "BODY.PEEK[]" in what
            if whole and mail.uid in self.server.keeps_back:
                return "NO [SERVERBUG] Mail is damaged"
            arrived = mail.arrived.strftime("%d-%b-%Y %H:%M:%S %z")
            said = f'UID {mail.uid} RFC822.SIZE {mail.size} INTERNALDATE "{arrived}"'
            head = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            literal = None
            if whole:
                self.server.fetched.append(mail.uid)
                said, name, literal = f"UID {mail.uid}", "BODY[]", mail.raw
            elif "HEADER]" in what:
                said, name, literal = f"UID {mail.uid}", "BODY[HEADER]<0>", head
            elif "MESSAGE-ID" in what:
                found = re.search(rb"(?im)^message-id:.*\r\n", head)
                name, literal = "BODY[HEADER.FIELDS (MESSAGE-ID)]", (found[0] if found else b"") + b"\r\n"
            line = f"* {place} FETCH ({said}".encode()
            if literal is not None:
                line += f" {name} {{{len(literal)}}}\r\n".encode() + literal
            lines.append(line + b")\r\n")
        return None

    def on_uid_store(self, arguments, _):
        ranges, _, flags = arguments.partition(" ")
        if self.readonly:
            return "NO Read-only"
        for _, mail in self.folder.chosen(ranges):
            mail.flags |= set(re.findall(r"\\\w+", flags))
        return None

    def on_uid_expunge(self, ranges, _):
        gone = [mail for _, mail in self.folder.chosen(ranges) if r"\Deleted" in mail.flags]
        self.folder.mails = [mail for mail in self.folder.mails if mail not in gone]

    def on_uid_copy(self, arguments, _):
        ranges, _, name = arguments.partition(" ")
        to = self.server.folders.get(name.strip('"'))
        if to is None:
            return "NO [TRYCREATE] no such folder"
        for _, mail in self.folder.chosen(ranges):
            to.add(mail.raw)
        return None

    def on_uid_move(self, arguments, lines):
        refused = self.on_uid_copy(arguments, lines)
        if refused is None:
            gone = [mail for _, mail in self.folder.chosen(arguments.partition(" ")[0])]
            self.folder.mails = [mail for mail in self.folder.mails if mail not in gone]
        return refused

    async def on_idle(self, _, __):
        self.tell("+ idling")
        self.tell_news()
        self.idling = True
        try:
            await self.reader.readline()
        finally:
            self.idling = False


@asynccontextmanager
async def imap_server(*, tls=None, **options):
    """A running server; with `tls`, its context, connections are secured from the start.

    With `starttls`, another context, they may be secured by STARTTLS; `secured` counts who signed in so.
    """
    server = ImapServer(**options)

    async def serve(reader, writer):
        session = Session(server, reader, writer)
        server.sessions.add(session)
        try:
            await session.talk()
        except (Dropped, OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            server.sessions.discard(session)
            session.ended.set()
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        server.drop_all()
        await asyncio.gather(*(each.ended.wait() for each in server.sessions))
        await listening.wait_closed()
