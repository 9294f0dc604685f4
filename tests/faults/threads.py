"""Servers of tests on a thread of their own, beside traffic that waits for answers."""

import asyncio
import threading


class OnThread:
    """An event loop of its own; `open` lets the server listen, `close` makes it be away."""

    def __init__(self):
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
        self.do(self._listen())

    def close(self):
        """Refuse connections and cut off those that are open."""
        self.do(self._leave())

    def do(self, work):
        """Do it on that thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _listen(self):
        """To be said by each."""
        raise NotImplementedError

    async def _leave(self):
        self._server.close()
        self.drop()
        await asyncio.sleep(0.05)

    def drop(self):
        """Cut off the connections that are open."""
        raise NotImplementedError
