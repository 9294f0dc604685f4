"""Which passwords are taken."""

from collections.abc import Iterable

from deskbell.core.problems import ProblemError
from deskbell.sessions.problems import PasswordTooWeak
from deskbell.sessions.schemas import SHORTEST_PASSWORD

SHORTEST_WORD = 3


def check_password(password: str, name: str, addresses: Iterable[str], *, pointer: str) -> None:
    """Refuse a password too short without the person's own name and addresses. Raises `PasswordTooWeak`."""
    rest = password.casefold()
    for word in sorted(_own_words(name, addresses), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest.strip()) < SHORTEST_PASSWORD:
        message = (
            "Your own name and email address don't count: "
            f"use at least {SHORTEST_PASSWORD} characters besides them."
        )
        raise PasswordTooWeak(errors=[ProblemError(pointer=pointer, message=message)])


def _own_words(name: str, addresses: Iterable[str]) -> set[str]:
    words = {name.casefold(), *name.casefold().split()}
    for address in addresses:
        whole = address.casefold()
        words |= {whole, *whole.split("@")}
    return {word for word in words if len(word) >= SHORTEST_WORD}
