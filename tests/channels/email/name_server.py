"""A name server on this machine, over a dictionary: {(name, type): [record, …]} in zone file spelling."""

import asyncio
from contextlib import asynccontextmanager

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from deskbell.channels.email.resolver import DnsResolver


class NameServer(asyncio.DatagramProtocol):
    """Answers from `zone`. `broken` names are answered with an error, those in `mute` not at all.

    `silent` mutes all; `asked` are the questions.
    """

    def __init__(self, zone):
        self.zone = zone
        self.asked = []
        self.silent = False
        self.broken = set()
        self.mute = set()
        self.port = 0

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = (
            question.name.to_text(omit_final_dot=True).lower(),
            dns.rdatatype.to_text(question.rdtype),
        )
        self.asked.append((name, kind))
        if self.silent or name in self.mute:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        records = self.zone.get((name, kind))
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif records:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *records))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(max_size=4096), address)


@asynccontextmanager
async def name_server(zone):
    """A running name server and a resolver that asks it alone."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: NameServer(zone), local_addr=("127.0.0.1", 0)
    )
    server.port = transport.get_extra_info("sockname")[1]
    try:
        yield server, DnsResolver(["127.0.0.1"], port=server.port, patience=0.5)
    finally:
        transport.close()


def txt(text):
    """A text as TXT records spell it, in parts of 200."""
    parts = [text[at : at + 200] for at in range(0, len(text), 200)]
    return [" ".join(f'"{part}"' for part in parts)]


@asynccontextmanager
async def names_of(app, zone):
    """The application's questions go to a name server over this zone."""
    before = app.state.resolver
    async with name_server(zone) as (server, resolver):
        app.state.resolver = resolver
        try:
            yield server
        finally:
            app.state.resolver = before
