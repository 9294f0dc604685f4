"""Questions to the domain name system, always with an end: what doesn't answer in time is `LookupFailed`.

After a few questions in a row without an answer the name servers themselves are tried; if they are silent
they count as away for a while, and questions fail at once: mail goes on where there is no DNS, without a
verdict. Nobody brings that about by mails from domains that don't answer.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, Protocol

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver
from dns.nameserver import Do53Nameserver

QUESTION_TIME: Final = 2.0  # seconds for one try
WHOLE_TIME: Final = 5.0  # seconds for one question, all tries
SILENCES: Final = 3  # questions in a row without an answer, and the servers are tried
AWAY_FOR: Final = 30.0  # seconds, until they are tried again
TRY_TIME: Final = 2.0
REMEMBERED: Final = 2000  # answers, each for as long as it says


class LookupFailed(Exception):
    """There was no answer, which says nothing about the name."""


class Resolver(Protocol):
    """What we ask the domain name system; an empty answer means that there is no such record."""

    async def texts(self, name: str) -> list[bytes]:
        """The TXT records of a name, the parts of each joined."""

    async def addresses(self, name: str, kind: Literal["A", "AAAA"]) -> list[str]:
        """The addresses of a name."""

    async def mail_servers(self, name: str) -> list[tuple[int, str]]:
        """The MX records of a name: preference and host."""

    async def pointers(self, name: str) -> list[str]:
        """The names that a reversed address points to."""


class DnsResolver:
    """Asks the name servers of this machine, or those that are given."""

    def __init__(
        self,
        servers: Iterable[str] | None = None,
        *,
        port: int = 53,
        patience: float = WHOLE_TIME,
        remembers: bool = True,
    ) -> None:
        """Take the name servers (else the machine's), as `address` or `address:port`.

        `patience` is in seconds, for one question. `remembers`: answers are kept as long as they say; not for
        people who have just changed a record.
        """
        self._given = None if servers is None else list(servers)
        self._port = port
        self._patience = patience
        self._remembers = remembers
        self._resolver: dns.asyncresolver.Resolver | None = None
        self._silences = 0
        self._away_until = 0.0
        self._trying = False

    async def texts(self, name: str) -> list[bytes]:
        """The TXT records of a name, the parts of each joined."""
        return [b"".join(record.strings) for record in await self._ask(name, "TXT")]

    async def addresses(self, name: str, kind: Literal["A", "AAAA"]) -> list[str]:
        """The addresses of a name."""
        return [record.address for record in await self._ask(name, kind)]

    async def mail_servers(self, name: str) -> list[tuple[int, str]]:
        """The MX records of a name: preference and host."""
        records = await self._ask(name, "MX")
        return [(record.preference, record.exchange.to_text(omit_final_dot=True)) for record in records]

    async def pointers(self, name: str) -> list[str]:
        """The names that a reversed address points to."""
        return [record.target.to_text(omit_final_dot=True) for record in await self._ask(name, "PTR")]

    async def _ask(self, name: str, kind: str) -> list[Any]:
        if self._away_until and not await self._is_back():
            raise LookupFailed("the name servers are away")
        try:
            answer = await self._opened().resolve(name, kind, lifetime=self._patience, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            self._silences = 0
            return []
        except (dns.exception.Timeout, dns.resolver.NoResolverConfiguration, OSError) as error:
            await self._note_silence()
            raise LookupFailed(f"no answer about {name}") from error
        except (dns.exception.DNSException, UnicodeError, ValueError) as error:
            raise LookupFailed(f"no usable answer about {name}") from error
        self._silences = 0
        return list(answer)

    async def _note_silence(self) -> None:
        self._silences += 1
        if self._silences >= SILENCES and not self._away_until and not await self._is_there():
            self._away_until = time.monotonic() + AWAY_FOR

    async def _is_back(self) -> bool:
        """Whether servers that were away answer again; one question at a time finds out."""
        if self._trying or time.monotonic() < self._away_until:
            return False
        self._trying = True
        try:
            is_there = await self._is_there()
        finally:
            self._trying = False
        self._away_until = 0.0 if is_there else time.monotonic() + AWAY_FOR
        return is_there

    async def _is_there(self) -> bool:
        """Whether the name servers answer at all, whatever it is."""
        try:
            await self._opened().resolve(".", "NS", lifetime=min(self._patience, TRY_TIME), search=False)
        except (dns.exception.Timeout, dns.resolver.NoResolverConfiguration, OSError):
            return False
        except dns.exception.DNSException:
            pass
        self._silences = 0
        return True

    def _opened(self) -> dns.asyncresolver.Resolver:
        if self._resolver is None:
            self._resolver = dns.asyncresolver.Resolver(configure=self._given is None)
            if self._given is not None:
                self._resolver.nameservers = [_server(each, self._port) for each in self._given]
            self._resolver.timeout = QUESTION_TIME
            self._resolver.cache = dns.resolver.LRUCache(REMEMBERED) if self._remembers else None
        return self._resolver


def resolver_of(name_servers: Sequence[str], *, remembers: bool = True) -> DnsResolver:
    """A resolver that asks these, or the machine's where none are given."""
    return (
        DnsResolver(name_servers, remembers=remembers) if name_servers else DnsResolver(remembers=remembers)
    )


def _server(place: str, port: int) -> Do53Nameserver:
    """A name server by its address, of IPv6 in brackets where a port follows."""
    address, colon, number = place.rpartition(":")
    if colon and number.isdecimal() and (":" not in address or address.endswith("]")):
        return Do53Nameserver(address.strip("[]"), int(number))
    return Do53Nameserver(place.strip("[]"), port)
