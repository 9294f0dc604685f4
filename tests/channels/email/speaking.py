"""SMTP and LMTP spoken by hand, byte by byte, as hostile clients do."""

import asyncio
import contextlib


class Speaker:
    """A connection; `say` sends bytes as they are."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    @classmethod
    async def connect(cls, port):
        """A connection that has read its greeting."""
        speaker = cls(*await asyncio.open_connection("127.0.0.1", port))
        speaker.greeting = await speaker.answer()
        return speaker

    async def say(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self):
        """One answer, of several lines perhaps; "" when the connection ended."""
        lines = []
        while True:
            try:
                line = (await asyncio.wait_for(self.reader.readline(), 10)).decode("utf-8", "replace")
            except ConnectionError:
                line = ""
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                return "\n".join(lines)

    async def ask(self, line):
        """Say a command and hear its answer."""
        await self.say(line.encode() + b"\r\n")
        return await self.answer()

    async def begin(self, *recipients, hello="EHLO client.test", sender="ann@example.org"):
        """Everything up to the content."""
        answers = [await self.ask(hello), await self.ask(f"MAIL FROM:<{sender}>")]
        answers += [await self.ask(f"RCPT TO:<{each}>") for each in recipients]
        return [*answers, await self.ask("DATA")]

    async def close(self):
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
