"""Where the helpdesk's mail goes to, and a provider where mail for it lies; each can be away for a while."""

import asyncio

from tests.channels.email.imap_server import Dropped, ImapServer
from tests.channels.email.imap_server import Session as ImapSession
from tests.channels.email.sink import Session, Sink
from tests.faults.threads import OnThread


class Postbox(OnThread):
    """Takes the helpdesk's outgoing mail; `sink.received` is what came."""

    def __init__(self):
        super().__init__()
        self.sink = Sink()

    async def _listen(self):
        self._server = await self._loop.create_server(self._session, "127.0.0.1", self.sink.port)
        self.sink.port = self._server.sockets[0].getsockname()[1]

    def _session(self):
        return Session(self.sink, auth_require_tls=False, tls_context=None)

    def drop(self):
        for session in list(self.sink.open):
            if session.transport is not None:
                session.transport.abort()


class Provider(OnThread):
    """Keeps mail in a folder, to be fetched by IMAP. `faults`: (stage, command, what), each used up once."""

    def __init__(self):
        super().__init__()
        self.imap = ImapServer(misbehave=self._misbehave)
        self.faults = []

    def deliver(self, raw):
        """Keep a mail; the provider has it as soon as this returns."""

        async def arrive():
            self.imap.deliver(raw)

        self.do(arrive())

    def renumber(self):
        """As after the restore of a server: everything seems new."""

        async def change():
            self.imap.inbox.renumber()
            self.drop()

        self.do(change())

    def hang_up(self):
        """Cut off who is connected."""

        async def cut():
            self.drop()

        self.do(cut())

    async def _listen(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.imap.port)
        self.imap.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        session = ImapSession(self.imap, reader, writer)
        self.imap.sessions.add(session)
        try:
            await session.talk()
        except (Dropped, OSError):
            writer.transport.abort()
        finally:
            self.imap.sessions.discard(session)
            writer.close()

    def _misbehave(self, stage, command):
        for fault in self.faults:
            if fault[:2] == (stage, command):
                self.faults.remove(fault)
                return fault[2]
        return None

    def drop(self):
        for session in list(self.imap.sessions):
            session.writer.transport.abort()
