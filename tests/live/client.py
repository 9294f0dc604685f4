"""A client of the stream."""

import asyncio

import httpx


class Client:
    """One reader of the stream: its frames as dictionaries, as they arrive."""

    def __init__(self, address, token, last=None, since=None):
        self.headers = {"authorization": f"Bearer {token}"} | ({"last-event-id": last} if last else {})
        self.query = {} if since is None else {"since_seconds": since}
        self.address, self.frames, self.ended, self.raw = address, [], asyncio.Event(), ""
        self.task = asyncio.create_task(self._read())

    async def _read(self):
        async with (
            httpx.AsyncClient(timeout=httpx.Timeout(10, read=60), trust_env=False) as client,
            client.stream("GET", self.address, headers=self.headers, params=self.query) as response,
        ):
            assert response.status_code == 200, (await response.aread()).decode()
            async for text in response.aiter_text():
                self.raw += text
                *whole, self.raw = self.raw.split("\n\n")
                self.frames += [
                    dict(line.split(": ", 1) for line in frame.split("\n") if ": " in line) for frame in whole
                ]
        self.ended.set()

    @property
    def hints(self):
        """What was hinted at, as the JSON that came."""
        return [frame["data"] for frame in self.frames if frame.get("event") == "hint"]

    @property
    def last(self):
        """The place from which to resume."""
        return self.frames[-1]["id"]

    async def until(self, condition, seconds=20):
        """Wait until the condition on this client holds."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                if self.task.done():
                    self.task.result()
                await asyncio.sleep(0.01)

    async def close(self):
        """Cut the connection."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
