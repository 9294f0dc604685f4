"""The port: bound first, by the top process, so that nothing else is started when it is taken."""

import errno
import socket
import time

from deskbell.cli.refusal import Refusal

BACKLOG = 2048
REASONS = {
    errno.EADDRINUSE: "is in use by another program",
    errno.EACCES: "may only be opened by root",
    errno.EADDRNOTAVAIL: "is not an address of this machine",
}


def listen(host: str, port: int, patience: float = 0) -> socket.socket:
    """A listening socket; a port in use is tried again for `patience` seconds.

    Raises Refusal with the reason when there can't be one.
    """
    deadline = time.monotonic() + patience
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        message = f"DESKBELL_HOST is '{host}', which is no address of this machine: {error.strerror}."
        raise Refusal(message) from error
    while True:
        try:
            return socket.create_server(address[:2], family=family, backlog=BACKLOG)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            reason = REASONS.get(error.errno or 0, f"can't be opened ({error.strerror})")
            others = "DESKBELL_PORT, --port, or `make run PORT=`"
            message = f"Port {port} on {host} {reason}: choose another by {others}."
            raise Refusal(message) from error


def local_address(host: str) -> str:
    """An address by which this machine reaches a socket that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
