"""A receiver of webhooks on this machine: verifies as Standard Webhooks says, answers as it is told to.

async with receiver(500, 500) as other:    # refuses twice, then takes everything
    other.url, other.messages              # what came: headers, body, and what the body says
"""

import asyncio
import hmac
import json
from base64 import b64decode, b64encode
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Message:
    """One request."""

    path: str
    headers: dict
    body: bytes

    @property
    def said(self):
        return json.loads(self.body)

    def verifies(self, secret):
        """Whether one of its signatures is of this secret; written after the specification, not our code."""
        key = b64decode(secret.split("_", 1)[1])
        signed = b".".join(
            [self.headers["webhook-id"].encode(), self.headers["webhook-timestamp"].encode(), self.body]
        )
        own = b64encode(hmac.new(key, signed, "sha256").digest()).decode()
        return f"v1,{own}" in self.headers["webhook-signature"].split(" ")


class Receiver:
    """What came, and what is answered: the next status, or the last of all for ever."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.messages = []
        self.headers = b""
        self.body = b"ok"
        self.refuses = lambda _message: None
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hooks"

    async def serve(self, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.rstrip().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            message = Message(first.split()[1], headers, body)
            self.messages.append(message)
            status = self.refuses(message) or (self.answers.pop(0) if self.answers else 200)
            length = f"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {len(self.body)}\r\n"
            writer.write(length.encode() + self.headers + b"\r\n" + self.body)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiver(*answers):
    other = Receiver(answers)
    server = await asyncio.start_server(other.serve, "127.0.0.1", 0)
    other.port = server.sockets[0].getsockname()[1]
    try:
        yield other
    finally:
        server.close()
        await server.wait_closed()
