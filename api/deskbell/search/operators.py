"""Operators in what agents search for: `status:open assignee:me "paper jam"`; the rest stays words.

A word with a colon that is none of ours (`http://…`) is a word. Reading is linear and never fails.
"""

import re
from dataclasses import dataclass
from typing import Final

NAMES: Final = (
    "status",
    "assignee",
    "team",
    "department",
    "priority",
    "type",
    "label",
    "channel",
    "from",
    "follower",
    "created",
    "updated",
)
_TOKEN: Final = re.compile(
    rf'(?P<name>{"|".join(NAMES)}):(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s"]+))(?!\S)|-?"[^"]*"|\S+',
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operator:
    """One wish: the name of what is asked, in small letters, and its value as it was typed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: its words, as they were typed, and its operators."""

    words: str
    operators: tuple[Operator, ...] = ()


def read_operators(q: str) -> Asked:
    """Take the operators out of a search; without any, its words are what was typed, to the letter."""
    words: list[str] = []
    operators: list[Operator] = []
    for token in _TOKEN.finditer(q):
        if token["name"] is None:
            words.append(token[0])
        else:
            operators.append(Operator(token["name"].lower(), token["quoted"] or token["plain"]))
    return Asked(" ".join(words), tuple(operators)) if operators else Asked(q)
