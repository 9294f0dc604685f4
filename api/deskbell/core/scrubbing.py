"""Takes out of log lines what must never stand there: secrets, people's words and what they typed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

HIDDEN: Final = "[hidden]"
MAX_TEXT: Final = 4000
MAX_DEPTH: Final = 4

_SECRET_NAMES = re.compile(
    r"passw|secret|token|authorization|cookie|signature|credential|private_?key|^(?:body|html|text|content|query)$",
    re.IGNORECASE,
)
_SECRETS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"eyJ[\w-]{5,}\.[\w-]*(?:\.[\w-]*)?"), HIDDEN),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{4,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\bdb[ks]_\w+"), HIDDEN),
    (re.compile(r"(://[^\s:/@]{0,200}:)[^\s/@]{1,200}@"), rf"\1{HIDDEN}@"),
    (re.compile(r"\b((?:signature|\w{0,40}token|\w{0,40}secret|\w{0,40}password)\"?'?\s{0,3}[=:]\s{0,3})[^\s&,;)}]+",
                re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b(deskbell_session=)[^\s;]+"), rf"\1{HIDDEN}"),
    # What libraries add to their messages: values of rows, of parameters and of fields.
    (re.compile(r"(DETAIL:\s{1,4})[^\n]*"), rf"\1{HIDDEN}"),
    (re.compile(r"(\[parameters: )[^\n]*"), rf"\1{HIDDEN}"),
    (re.compile(r"(input_value=)[^\n]*"), rf"\1{HIDDEN}"),
)  # fmt: skip
# Found in all that the patterns above can match, and in hardly anything else: most texts are looked at once.
_SUSPECT = re.compile(
    r"eyJ|bearer|basic|db[ks]_|://|signature|token|secret|password|deskbell_session|DETAIL|parameters|input_value",
    re.IGNORECASE,
)


def scrub(line: Mapping[str, Any]) -> dict[str, Any]:
    """The same log line without secrets."""
    return {name: _member(name, value, 0) for name, value in line.items()}


def scrub_text(text: str) -> str:
    """The same text without what looks like a secret, cut at `MAX_TEXT` characters."""
    shown = text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT // 2]} … {text[-MAX_TEXT // 2 :]}"
    if _SUSPECT.search(shown):
        for pattern, replacement in _SECRETS:
            shown = pattern.sub(replacement, shown)
    return shown


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return _SECRET_NAMES.search(name) is not None


def _member(name: str, value: object, depth: int) -> object:
    if _is_secret(name) and value is not None and not isinstance(value, bool):
        return HIDDEN
    return _value(value, depth)


def _value(value: object, depth: int) -> object:
    if isinstance(value, str):
        return scrub_text(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset) and depth >= MAX_DEPTH:
        return f"({type(value).__name__})"
    if isinstance(value, Mapping):
        return {str(name): _member(str(name), member, depth + 1) for name, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(member, depth + 1) for member in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub_text(str(value))
