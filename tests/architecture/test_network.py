"""Tests touch no network: the guard of `tests/conftest.py` stands, and lets loopback through."""

import asyncio
import socket
import tomllib

import pytest
from tests.architecture.sources import ROOT
from tests.socket_guard import NameAsked, NetworkTouched, is_here


def test_another_machine_is_out_of_reach():
    with socket.socket() as sock, pytest.raises(NetworkTouched):
        sock.connect(("192.0.2.1", 80))
    with socket.socket() as sock, pytest.raises(NetworkTouched):
        sock.connect_ex(("192.0.2.1", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(NetworkTouched):
        sock.sendto(b"", ("192.0.2.1", 53))
    with pytest.raises(NameAsked):
        socket.getaddrinfo("example.org", 80)


async def test_asyncio_is_guarded_too():
    with pytest.raises(NetworkTouched):
        await asyncio.open_connection("192.0.2.1", 80)
    with pytest.raises(NameAsked):
        await asyncio.open_connection("example.org", 80)


def test_loopback_and_unix_sockets_are_let_through(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


@pytest.mark.parametrize(("host", "here"), [("127.0.0.9", True), ("::1", True), ("10.0.0.1", False)])
def test_what_is_here(host, here):
    assert is_here(host) is here


def test_warnings_are_errors():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"] == ["error"]
