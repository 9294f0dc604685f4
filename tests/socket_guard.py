"""Sockets that reach this machine only: loopback addresses and Unix sockets."""

import ipaddress
import socket

NAMES = {"", "localhost", "test", socket.gethostname()}


class NetworkTouched(Exception):
    """A test tried to reach another machine."""


class NameAsked(socket.gaierror):
    """A test asked for the address of a name: as if there were no network."""


def is_here(host):
    """Whether a host is this machine."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return name.lower().rstrip(".") in NAMES


def is_number(host):
    """Whether a host is an address already, in any spelling (`127.1` too), so that nobody is asked for it."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    for family in (socket.inet_aton, ipaddress.ip_address):
        try:
            family(name.split("%")[0])
        except (OSError, ValueError):
            continue
        return True
    return False


def guard_sockets(patch):
    """Refuse connections, datagrams and names that leave this machine."""
    for name, place in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
        patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name), place))
    asked = socket.getaddrinfo

    def getaddrinfo(host, *rest, **more):
        if not is_here(host) and not is_number(host):
            raise NameAsked(socket.EAI_NONAME, f"a test asked for the address of {host}")
        return asked(host, *rest, **more)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)


def guarded(original, place):
    """A method of sockets that looks at its address first."""

    def call(self, *arguments):
        address = arguments[place]
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
            message = f"a test reached for {address[0]}"
            raise NetworkTouched(message)
        return original(self, *arguments)

    return call
