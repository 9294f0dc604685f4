"""Addresses to which apps are sent back: which are registered, and which is one of them.

Compared letter by letter (RFC 9700 section 4.1.3). Only a program on the person's own machine, at a loopback
address, may choose its port anew each time (RFC 8252 section 7.3).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import SplitResult, urlencode, urlsplit

LONGEST: Final = 500
HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PRINTABLE: Final = re.compile(r"[!-~]+")
_UNFIT: Final = re.compile(r"[\\*#<>\"'`{}|^]")
_PRIVATE_SCHEME: Final = re.compile(r"[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+")
_LOOPBACK: Final = re.compile(r"(127\.0\.0\.1|\[::1\])(?::\d{1,5})?")


def fit(uri: str) -> str:
    """The address, if it may be registered. ValueError says what to do."""
    if not _PRINTABLE.fullmatch(uri) or _UNFIT.search(uri) or len(uri) > LONGEST:
        message = "Use a whole address, without spaces, wildcards or a part behind #."
        raise ValueError(message)
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        message = "Use a whole address, such as https://portal.example.org/."
        raise ValueError(message) from None
    if "@" in parts.netloc or not _has_fit_scheme(parts, host):
        message = (
            "Use https; or http on this machine (127.0.0.1 or localhost); or a scheme of the app's own "
            "with a dot in it, such as org.example.app:/signed-in."
        )
        raise ValueError(message)
    return uri


def _has_fit_scheme(parts: SplitResult, host: str | None) -> bool:
    if parts.scheme == "https":
        return bool(host)
    if parts.scheme == "http":
        return host in HERE
    return bool(_PRIVATE_SCHEME.fullmatch(parts.scheme)) and bool(parts.netloc or parts.path)


def is_registered(given: str, registered: Iterable[str]) -> bool:
    """Whether the address is one of those that were registered."""
    known = set(registered)
    return given in known or (
        (portless := _without_port(given)) is not None and portless in {_without_port(each) for each in known}
    )


def _without_port(uri: str) -> str | None:
    """The address without its port, where that doesn't matter: http at a loopback number, not a name."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    found = _LOOPBACK.fullmatch(parts.netloc)
    if parts.scheme != "http" or found is None or not _PRINTABLE.fullmatch(uri) or _UNFIT.search(uri):
        return None
    return f"http://{found[1]}{uri.removeprefix(f'http://{parts.netloc}')}"


def origin_of(uri: str) -> str | None:
    """The web origin of an address, as browsers write it; none for a scheme of an app's own."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.lower()}" if parts.scheme in {"http", "https"} else None


def is_claimed(uri: str) -> bool:
    """Whether only the app itself can be there: an https address belongs to whoever has its domain."""
    return urlsplit(uri).scheme == "https"


def with_answer(uri: str, answer: Mapping[str, str | None]) -> str:
    """The address with the answer in its query, behind what stands there already."""
    said = urlencode({name: value for name, value in answer.items() if value is not None})
    return f"{uri}{'&' if '?' in uri else '?'}{said}"
