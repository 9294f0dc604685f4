"""The sink of `tests.channels.email` on a thread of its own, that can be away for a while."""

import asyncio
import threading
from concurrent.futures import Future

from tests.channels.email.sink import Session, Sink


class Postbox:
    """Takes the helpdesk's outgoing mail; `sink.received` is what came."""

    def __init__(self):
        self.sink = Sink()
        self._server = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_):
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def open(self):
        """Listen, on the same port as before."""
        self._do(self._listen())

    def close(self):
        """Be away: refuse connections and cut off those that are open."""
        self._do(self._leave())

    def _do(self, work):
        done: Future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return done.result(20)

    async def _listen(self):
        self._server = await self._loop.create_server(self._session, "127.0.0.1", self.sink.port)
        self.sink.port = self._server.sockets[0].getsockname()[1]

    def _session(self):
        return Session(self.sink, auth_require_tls=False, tls_context=None)

    async def _leave(self):
        self._server.close()
        for session in list(self.sink.open):
            if session.transport is not None:
                session.transport.abort()
        await asyncio.sleep(0.05)
