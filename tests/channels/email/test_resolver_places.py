"""Name servers as an admin writes them."""

import pytest

from deskbell.channels.email.resolver import DnsResolver


@pytest.mark.parametrize(
    ("place", "address", "port"),
    [
        ("192.0.2.53", "192.0.2.53", 53),
        ("127.0.0.1:5353", "127.0.0.1", 5353),
        ("2001:db8::53", "2001:db8::53", 53),
        ("[2001:db8::53]", "2001:db8::53", 53),
        ("[2001:db8::53]:5353", "2001:db8::53", 5353),
    ],
)
def test_a_name_server_with_and_without_a_port(place, address, port):
    (server,) = DnsResolver([place])._opened().nameservers
    assert (server.address, server.port) == (address, port)
