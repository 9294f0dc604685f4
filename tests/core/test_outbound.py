"""The client reaches public addresses only (T40, T43): a canary on this machine never gets a byte."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from deskbell.core.addresses import AddressGuard
from deskbell.core.outbound import Outbound, OutboundFailed, OutboundRefused


class Canary:
    """A server that notes every connection and answers what it is told to."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        self.port = 0

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            self.received.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(host="127.0.0.1"):
    canary = Canary()
    server = await asyncio.start_server(canary.serve, host, 0)
    canary.port = server.sockets[0].getsockname()[1]
    try:
        yield canary
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def outbound(*networks, resolve=None):
    client = Outbound(networks, resolve=resolve)
    try:
        yield client
    finally:
        await client.close()


def resolver(*answers):
    """A name server that gives the next answer at each question."""
    waiting = list(answers)

    async def resolve(_host, _port):
        await asyncio.sleep(0)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return resolve


TARGETS = [
    "http://127.0.0.1:{port}/",
    "http://127.0.0.2:{port}/",
    "http://127.1:{port}/",
    "http://127.255.255.254:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0177.0x0.0.1:{port}/",
    "http://00127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fe80::1]:{port}/",
    "http://[fc00::1]:{port}/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[ff02::1]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://168.63.129.16/",
    "http://100.100.100.200/",
    "http://10.0.0.1:{port}/",
    "http://172.16.0.1:{port}/",
    "http://192.168.0.1:{port}/",
    "http://100.64.0.1:{port}/",
    "http://198.18.0.1:{port}/",
    "http://224.0.0.1:{port}/",
    "http://255.255.255.255:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://8.8.8.8@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@8.8.8.8/",
    "http://:@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@8.8.8.8/",
    "http://127.0.0.1:{port}#@8.8.8.8/",
    "http://\u2460\u2461\u2466.0.0.1:{port}/",
    "http://127\u30020\u30020\u30021:{port}/",
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:22/",
    "http://8.8.8.8:25/",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "unix:///tmp/x",
    "data:text/plain,x",
    "//127.0.0.1:{port}/",
    "/v1/tickets",
    "http:///x",
    "http://",
    "http://127.0.0.1:{port}/" + "x" * 3000,
    "http://a b/",
    "http://127.0.0.1:99999/",
    "http://\r\n127.0.0.1:{port}/",
    "",
]


def test_there_are_enough_targets():
    assert len(set(TARGETS)) >= 40


@pytest.mark.parametrize("target", TARGETS)
async def test_target_never_gets_a_byte(target):
    async with listening() as canary, outbound() as client:
        with pytest.raises((OutboundRefused, OutboundFailed)):
            await client.request(
                "POST", target.replace("{port}", str(canary.port)), content=b"secret", redirects=3
            )
        assert canary.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:1::", "fec0::1", "fe80::1",
        "fe80::1%eth0", "ff0e::1", "::a00:1", "2001:db8::1", "100::1", "240.0.0.1", "192.0.0.192",
        "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "239.255.255.250", "255.255.255.255",
        "168.63.129.16", "100.100.100.200", "4000::1", "localhost", "", "127.1",
        "2130706433", "0x7f.1", "0.0.0.1",
    ],
)  # fmt: skip
def test_not_public(address):
    assert not AddressGuard().allows(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "193.0.6.139"]
)
def test_public(address):
    assert AddressGuard().allows(address)


def test_opened_networks():
    guard = AddressGuard(["10.1.0.0/16", "fd12::/64"])
    assert guard.allows("10.1.2.3")
    assert guard.allows("::ffff:10.1.2.3")
    assert guard.allows("fd12::5")
    assert not guard.allows("10.2.0.1")
    assert not guard.allows("169.254.169.254")
    with pytest.raises(ValueError, match="does not appear"):
        AddressGuard(["everything"])


async def test_an_opened_network_is_reached():
    async with listening() as canary, outbound("127.0.0.1/32") as client:
        answer = await client.request("POST", f"http://localhost:{canary.port}/x?a=1", content=b"hi")
        assert (answer.status, answer.body) == (200, b"ok")
        assert canary.received[0].startswith(b"POST /x?a=1 HTTP/1.1\r\n")
        assert b"host: localhost" in canary.received[0].lower()


async def test_rebinding_between_check_and_use():
    """The name is public when asked once and private when asked again: it is asked once."""
    asked = 0

    async def resolve(_host, _port):
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return ["127.0.0.2"] if asked == 1 else ["127.0.0.1"]

    async with listening() as canary, outbound("127.0.0.2/32", resolve=resolve) as client:
        with pytest.raises(OutboundFailed):  # nobody listens on the address that was checked
            await client.request("GET", f"http://rebinding.example:{canary.port}/")
        assert (asked, canary.connections) == (1, 0)
        with pytest.raises(OutboundRefused):
            await client.request("GET", f"http://rebinding.example:{canary.port}/")
        assert canary.connections == 0


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["64:ff9b::7f00:1"]])
async def test_names_with_a_private_address(addresses):
    async with listening() as canary, outbound(resolve=resolver(addresses)) as client:
        with pytest.raises(OutboundRefused):
            await client.request("GET", f"http://inside.example:{canary.port}/")
        assert canary.connections == 0


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://0x7f.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://x@127.0.0.1:{port}/", "http://169.254.169.254/",
        "file:///etc/passwd", "gopher://127.0.0.1:{port}/", "http://[", "http://2130706433:{port}/",
    ],
)  # fmt: skip
async def test_redirect_to_a_private_address(location):
    async with listening("127.0.0.2") as public, listening() as canary, outbound("127.0.0.2/32") as client:
        target = location.replace("{port}", str(canary.port))
        public.answer = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
        with pytest.raises((OutboundRefused, OutboundFailed)):
            await client.request("GET", f"http://127.0.0.2:{public.port}/", redirects=3)
        assert (public.connections, canary.connections) == (1, 0)


async def test_redirects_end_and_lose_secrets():
    async with listening() as first, listening("127.0.0.2") as second, outbound("127.0.0.0/30") as client:
        target = f"http://127.0.0.2:{second.port}/y"
        first.answer = f"HTTP/1.1 307 x\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
        headers = {"Authorization": "Bearer secret", "X-Other": "1"}
        url = f"http://127.0.0.1:{first.port}/"
        answer = await client.request("POST", url, headers=headers, content=b"hello", redirects=1)
        assert answer.status == 200
        assert second.received[0].startswith(b"POST /y ")
        assert b"secret" not in second.received[0]
        assert b"x-other" in second.received[0].lower()
        unfollowed = await client.request("POST", url, headers=headers)
        assert unfollowed.status == 307
        second.answer = first.answer
        assert (await client.request("GET", url, redirects=99)).status == 307
        assert first.connections + second.connections < 10


async def test_answers_are_bounded():
    async with listening() as canary, outbound("127.0.0.1/32") as client:
        canary.answer = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000_000
        with pytest.raises(OutboundFailed, match="over 1000 bytes"):
            await client.request("GET", f"http://127.0.0.1:{canary.port}/", limit=1000)
        canary.answer = b"nonsense\r\n\r\n"
        with pytest.raises(OutboundFailed):
            await client.request("GET", f"http://127.0.0.1:{canary.port}/")


async def test_time_is_bounded(monkeypatch):
    monkeypatch.setattr("deskbell.core.outbound.WHOLE_TIME", 0.3)
    async with listening() as canary, outbound("127.0.0.1/32") as client:
        canary.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
        holding = asyncio.Event()

        async def drip(_reader, writer):
            writer.write(canary.answer)
            await holding.wait()
            writer.close()

        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        try:
            with pytest.raises(OutboundFailed):
                await client.request("GET", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        finally:
            holding.set()
            server.close()
            await server.wait_closed()
