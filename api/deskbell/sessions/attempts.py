"""Limits on guessing: how often a secret may be wrong for one account, and from one machine (T89).

Counted on a connection of their own, before the request's transaction takes one: no request ever waits for a
second connection while it holds a first.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.rate_limits import RateState, clear, hit, peek
from deskbell.sessions.problems import TooManyAttempts

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_MACHINE = 50
PASSKEYS_PER_MACHINE = 200


@dataclass(frozen=True, slots=True)
class Attempt:
    """One guess: at which account (or unknown address), from which machine."""

    account: str
    machine: str


async def begin(connection: AsyncConnection, guess: Attempt) -> None:
    """Count a guess at the account before it is looked at. Raises `TooManyAttempts`."""
    _check(await peek(connection, _machine(guess.machine), PER_MACHINE, WINDOW))
    _check(await hit(connection, _account(guess.account), PER_ACCOUNT, WINDOW))


async def fail(connection: AsyncConnection, guess: Attempt) -> None:
    """Count a wrong guess against the machine, too."""
    await hit(connection, _machine(guess.machine), PER_MACHINE, WINDOW)


async def succeed(connection: AsyncConnection, guess: Attempt) -> None:
    """Forget the wrong guesses at an account whose owner got in."""
    await clear(connection, _account(guess.account))


async def count_link(connection: AsyncConnection, machine: str) -> None:
    """Count a use of any single-use link, right or wrong. Raises `TooManyAttempts`."""
    _check(await hit(connection, f"links:{network(machine)}", PER_MACHINE, WINDOW))


async def count_second(connection: AsyncConnection, user_id: int) -> None:
    """Count an answer about a second factor, right or wrong. Raises `TooManyAttempts`.

    Who guesses here knows the password already.
    """
    _check(await hit(connection, f"second_factor:{user_id}", PER_ACCOUNT, WINDOW))


async def count_passkey(connection: AsyncConnection, machine: str) -> None:
    """Count a question or an answer about a passkey of nobody in particular. Raises `TooManyAttempts`."""
    _check(await hit(connection, f"passkeys:{network(machine)}", PASSKEYS_PER_MACHINE, WINDOW))


def _check(state: RateState) -> None:
    if not state.allowed:
        raise TooManyAttempts(headers=state.headers)


def _account(account: str) -> str:
    return f"sign_in:account:{account}"


def _machine(machine: str) -> str:
    return f"sign_in:machine:{network(machine)}"


def network(address: str) -> str:
    """One caller may hold a whole /64 of IPv6, so that counts as one machine."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)
