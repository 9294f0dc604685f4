"""A lean HTTP/1.1 client: requests are bytes made beforehand, answers are read by their length only."""

import asyncio
import json
import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """Where the server listens, and the token to come with."""

    port: int
    token: str | None = None

    def request(self, method, path, body=None):
        """The bytes of a request."""
        data = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        return "\r\n".join([*lines, "", ""]).encode() + data


class Connection:
    """One connection, kept open, one request at a time."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def ask(self, request):
        """(status, body) of one answer."""
        self.socket.sendall(request)
        received = b""
        while (size := answer_size(received)) is None or len(received) < size:
            part = self.socket.recv(262_144)
            if not part:
                raise ConnectionError(received)
            received += part
        return int(received[9:12]), received[received.index(b"\r\n\r\n") + 4 :]


class Flood(asyncio.Protocol):
    """One of several connections that ask again as soon as they are answered, until the end."""

    def __init__(self, requests, until):
        self.requests = requests
        self.until = until
        self.answered = self.failed = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.received = b""
        transport.write(next(self.requests))

    def data_received(self, data):
        self.received += data
        size = answer_size(self.received)
        if size is None or len(self.received) < size:
            return
        self.answered += 1
        self.failed += self.received[9:10] != b"2"
        self.received = b""
        if time.perf_counter() < self.until:
            self.transport.write(next(self.requests))
        else:
            self.transport.close()

    def connection_lost(self, exc):  # noqa: ARG002 - asyncio's own signature
        if not self.done.done():
            self.done.set_result(None)


def answer_size(received):
    """How long the whole answer is; None as long as its head is not there."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    name = received.find(b"content-length: ", 0, end)
    return end + 4 + int(received[name + 16 : received.index(b"\r\n", name)]) if name >= 0 else end + 4
