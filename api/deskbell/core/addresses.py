"""Which addresses of the network our own requests may reach."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
# Public by their number, and yet not: a virtual machine's host, relays, IPv6 that carries an IPv4 address.
_NOT_PUBLIC: Final[tuple[Network, ...]] = (
    IPv4Network("168.63.129.16/32"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)


class AddressGuard:
    """Tells public addresses from all others; `private_networks` are those that the operator opened."""

    def __init__(self, private_networks: Iterable[str] = ()) -> None:
        """Take networks as `10.1.0.0/16`; ValueError for one that isn't a network."""
        self._opened: tuple[Network, ...] = tuple(ip_network(network) for network in private_networks)

    def allows(self, text: str) -> bool:
        """Tell whether a connection to this numeric address may be made; anything but an address may not."""
        try:
            address = ip_address(text)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.scope_id is not None:
            return False
        plain = _unmapped(address)
        return any(plain in network for network in self._opened) or _is_public(plain)


def _unmapped(address: Address) -> Address:
    if isinstance(address, IPv6Address) and address in _MAPPED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False  # NAT64 and IPv4-compatible addresses among them
    return not any(address in network for network in _NOT_PUBLIC)
