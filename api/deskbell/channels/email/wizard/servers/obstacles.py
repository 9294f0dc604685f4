"""From what a connection failed by to a plain sentence, the same for SMTP and IMAP."""

import ssl
from collections.abc import Iterator

from deskbell.channels.email.connecting import ServerRefused, ServerUnreachable
from deskbell.channels.email.sending.outcome import readable
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried

_NOT_TLS = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
)
_OTHER_NAME = "mismatch"


def of_connection(host: str, error: BaseException) -> Tried | None:
    """What the connection itself failed by; nothing where that wasn't it."""
    for each in _chain(error):
        if isinstance(each, ServerRefused):
            return _refused(host, str(each))
        if isinstance(each, ServerUnreachable):
            return _unreachable(host, str(each))
        if isinstance(each, ssl.SSLCertVerificationError):
            return _distrusted(host, each)
        if isinstance(each, ssl.SSLError):
            return _unsecured(host, each)
    return None


def _refused(host: str, reason: str) -> Tried:
    if "private network" in reason:
        says = f"{host} is in a private network. If that is right, allow it for this server."
        return Tried(Obstacle.private_network, says)
    if "secured" in reason:
        return Tried(
            Obstacle.no_tls, "A password is sent over a secured connection only: choose TLS or STARTTLS."
        )
    return Tried(Obstacle.unknown_host, f"{host} is no name of a server. Check how it is spelled.")


def _unreachable(host: str, reason: str) -> Tried:
    if "no address" in reason:
        return Tried(Obstacle.unknown_host, f"There is no server called {host}. Check how it is spelled.")
    says = f"{host} doesn't answer on this port. Check the port, and whether a firewall is in between."
    return Tried(Obstacle.unreachable, says)


def _distrusted(host: str, error: ssl.SSLCertVerificationError) -> Tried:
    reason = readable(error.verify_message)
    if _OTHER_NAME in reason.lower():
        says = (
            f"The server's certificate is for another name than {host}. Enter the name that it is made for."
        )
    else:
        says = (
            f"The certificate of {host} can't be trusted: {reason}. It has to be valid, and made by a known "
            "authority."
        )
    return Tried(Obstacle.certificate, says, reason)


def _unsecured(host: str, error: ssl.SSLError) -> Tried:
    reason = readable(error.reason or str(error))
    if error.reason in _NOT_TLS:
        says = f"This port of {host} doesn't speak TLS from the start. Choose STARTTLS, or the port for TLS."
        return Tried(Obstacle.wrong_port, says, reason)
    return Tried(Obstacle.no_tls, f"No secure connection to {host} could be made: {reason}.", reason)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or each.__context__
