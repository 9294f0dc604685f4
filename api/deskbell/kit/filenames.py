"""Names that people give to files, made fit to be shown and to stand in a header. Never used as a path."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

MAX_NAME_BYTES: Final = 200
MAX_ENDING: Final = 16
NAMELESS: Final = "file"

_NOT_PLAIN = re.compile(r"[^ !#$&+\-.0-9A-Z^_`a-z{}~()\[\]@,=]")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(name: str | None) -> str:
    """A name without folders, control and direction characters; at most 200 bytes, never empty."""
    last = re.split(r"[/\\]", (name or "")[:10_000].rstrip("/\\ "))[-1]
    seen = "".join(character for character in last if unicodedata.category(character) not in _UNSEEN)
    shown = " ".join(unicodedata.normalize("NFC", seen).split()).strip(". ")
    return _shortened(shown) or NAMELESS


def content_disposition(name: str | None, *, inline: bool) -> str:
    """The header's value (RFC 6266): an ASCII name for old readers, the real one beside it (RFC 8187)."""
    shown = safe_name(name)
    plain = _NOT_PLAIN.sub("_", shown)
    kind = "inline" if inline else "attachment"
    header = f'{kind}; filename="{plain}"'
    return header if plain == shown else f"{header}; filename*=UTF-8''{quote(shown, safe='')}"


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        stem, ending = name, ""
    room = MAX_NAME_BYTES - len((dot + ending).encode() if ending else b"")
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{cut}.{ending}" if ending else cut
