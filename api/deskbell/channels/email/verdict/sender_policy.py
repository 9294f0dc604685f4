"""SPF (RFC 7208): whether the domain of the return path lets this client send for it.

Only for mails that came to our own listener: a client's address is known from its connection, never from a
`Received` line.
"""

import asyncio
import reprlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import spf

from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.kit.domain_names import plain_domain

SpfResult = Literal["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "unchecked"]

MAX_LABEL: Final = 63
WAIT: Final = 8.0  # seconds for one answer, far beyond what a resolver takes
_RESULTS: Final = frozenset(get_args(SpfResult))

Ask = Callable[[str, str], list[Any]]


@dataclass(frozen=True, slots=True)
class Client:
    """Who delivered a mail to our own listener: its address, what it called itself, the return path."""

    address: str
    helo: str = ""
    mail_from: str = ""


@dataclass(frozen=True, slots=True)
class SenderPolicy:
    """What SPF says, and about which domain; `unchecked` when we can't know the client."""

    result: SpfResult
    domain: str | None = None


UNCHECKED: Final = SenderPolicy("unchecked")


async def check_client(client: Client | None, resolver: Resolver) -> SenderPolicy:
    """Evaluate the policy of the return path's domain (of the client's own name for the null path)."""
    if client is None:
        return UNCHECKED
    domain = plain_domain(client.mail_from.rpartition("@")[2] or client.helo)
    if domain is None:
        return SenderPolicy("none")
    loop = asyncio.get_running_loop()

    def ask(name: str, kind: str) -> list[Any]:
        return asyncio.run_coroutine_threadsafe(_answers(resolver, name, kind), loop).result(WAIT)

    sender = f"{client.mail_from.rpartition('@')[0] or 'postmaster'}@{domain}"
    return SenderPolicy(await asyncio.to_thread(_evaluate, client, sender, ask), domain)


async def _answers(resolver: Resolver, name: str, kind: str) -> list[Any]:
    lookups: dict[str, Callable[[], Coroutine[Any, Any, list[Any]]]] = {
        "TXT": lambda: resolver.texts(name),
        "A": lambda: resolver.addresses(name, "A"),
        "AAAA": lambda: resolver.addresses(name, "AAAA"),
        "MX": lambda: resolver.mail_servers(name),
        "PTR": lambda: resolver.pointers(name),
    }
    answers = await lookups[kind]()
    return [(answer,) for answer in answers] if kind == "TXT" else answers


def _evaluate(client: Client, sender: str, ask: Ask) -> SpfResult:
    try:
        result = _Query(client, sender, ask).check()[0]
    except Exception:  # noqa: BLE001 - records are written by strangers; pyspf raises whatever it stumbles over
        return "permerror"
    return result if result in _RESULTS else "permerror"


class _Query(spf.query):  # type: ignore[misc] # it ships no types
    """pyspf's evaluation over our own resolver."""

    def __init__(self, client: Client, sender: str, ask: Ask) -> None:
        super().__init__(i=client.address, s=sender, h=plain_domain(client.helo) or "unknown")
        self._ask = ask
        self._answers: dict[tuple[str, str], list[Any]] = {}

    def dns(
        self,
        name: str,
        qtype: str,
        cnames: object = None,  # noqa: ARG002 - pyspf's
        ignore_void: bool = False,  # noqa: FBT001, FBT002 - pyspf's
    ) -> list[Any]:
        """Answer a question of the evaluation; pyspf's limits on lookups stay its own."""
        plain = str(name).rstrip(".").lower()
        if any(not 0 < len(label) <= MAX_LABEL for label in plain.split(".")):
            return []
        if (plain, qtype) not in self._answers:
            try:
                self._answers[plain, qtype] = self._ask(plain, qtype)
            except (LookupFailed, TimeoutError) as error:
                raise spf.TempError(f"no answer about {reprlib.repr(plain)}") from error
        answers = self._answers[plain, qtype]
        if not answers and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many lookups without an answer")
        return list(answers)
