"""Servers on the other side, as lean as they can be: they bring mails, take mails, and know no names."""

import asyncio
import time
from contextlib import asynccontextmanager

import dns.message
import dns.rcode
import dns.rrset

EXTENSIONS = "250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SIZE 60000000\r\n250 SMTPUTF8\r\n"


class Peer:
    """One connection on which mails are brought, each as soon as the one before is acknowledged."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port):
        """A connection that has said hello."""
        peer = cls(*await asyncio.open_connection("127.0.0.1", port))
        await peer.expect("220")
        peer.writer.write(b"EHLO mx.org.example\r\n")
        await peer.expect("250")
        return peer

    async def bring(self, sender, recipient, content):
        """The moment at which the mail was acknowledged. Commands go in one piece (PIPELINING)."""
        self.writer.write(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())
        for code in ("250", "250", "354"):
            await self.expect(code)
        self.writer.write(content + b".\r\n")
        await self.expect("250")
        return time.monotonic()

    async def expect(self, code):
        """Read one answer, which has to have this code."""
        while (line := await self.reader.readline())[3:4] == b"-":
            pass
        if line[:3].decode() != code:
            raise AssertionError(line)

    def leave(self):
        """Close the connection."""
        self.writer.close()


class Sink(asyncio.Protocol):
    """One connection to a server that takes every mail; `taken` holds the moments, `connections` counts."""

    def __init__(self, taken, connections):
        self.taken, self.connections = taken, connections
        self.received, self.in_content = b"", False

    def connection_made(self, transport):
        self.transport = transport
        self.connections.append(time.monotonic())
        transport.write(b"220 sink.example ESMTP\r\n")

    def data_received(self, data):
        self.received += data
        while True:
            end = self.received.find(b"\r\n.\r\n" if self.in_content else b"\r\n")
            if end < 0:
                return
            line = self.received[:end]
            self.received = self.received[end + (5 if self.in_content else 2) :]
            self.transport.write((self.took() if self.in_content else self.answer(line)).encode())

    def took(self):
        self.in_content = False
        self.taken.append(time.monotonic())
        return f"250 2.0.0 Ok: queued as Q{len(self.taken)}\r\n"

    def answer(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            return EXTENSIONS
        if verb == b"DATA":
            self.in_content = True
            return "354 go on\r\n"
        if verb == b"QUIT":
            self.transport.close()
            return ""
        return "250 2.0.0 Ok\r\n"


@asynccontextmanager
async def sink(port):
    """A server that takes every mail, on this port: (moments of its mails, moments of its connections)."""
    taken, connections, made = [], [], []
    loop = asyncio.get_running_loop()

    def connection():
        made.append(Sink(taken, connections))
        return made[-1]

    server = await loop.create_server(connection, "127.0.0.1", port)
    try:
        yield taken, connections
    finally:
        server.close()
        for each in made:  # a sender keeps its connections for the next mail
            each.transport.abort()
        await asyncio.sleep(0)


class NoNames(asyncio.DatagramProtocol):
    """A name server that knows no name, and says for how long that may be believed."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query, recursion_available=True)
        answer.set_rcode(dns.rcode.NXDOMAIN)
        origin = "ns.example. root.ns.example. 1 3600 600 86400 3600"
        answer.authority.append(dns.rrset.from_text("example.", 3600, "IN", "SOA", origin))
        self.transport.sendto(answer.to_wire(), address)


@asynccontextmanager
async def no_names(port):
    """A name server on this port that knows no name."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NoNames, local_addr=("127.0.0.1", port))
    try:
        yield
    finally:
        transport.close()
