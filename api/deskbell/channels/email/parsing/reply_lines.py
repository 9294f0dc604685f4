"""What one line of a reply tells: whose words follow, a header, a signature. Plain tests of words."""

import re
from typing import Final

from deskbell.channels.email.parsing.reply_words import (
    FORWARDED,
    LABELS,
    ON,
    ORIGINAL,
    PROGRAMS,
    SENT_FROM,
    SENT_FROM_ENDS,
    WROTE,
)

_LONGEST_LABEL: Final = 35
_LONGEST_SENT_FROM: Final = 100
_RULE: Final = 10
_WIDE_COLON: Final = "\uff1a"
_INVISIBLE: Final = dict.fromkeys(
    (0x200B, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF),
)
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", _WIDE_COLON: ":"})
_DASHES: Final = frozenset({"--", "\u2014", "\u2013"})
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
_TIME: Final = re.compile(r"\d{1,2}[:.]\d\d\b")


def plain(line: str) -> str:
    """A line as it is tested: without marks that can't be seen, wide colons and spaces like any other."""
    return line.translate(_INVISIBLE).translate(_SPACES).strip() if not line.isascii() else line.strip()


def label(line: str) -> str:
    """The kind of header that a line begins with: `from`, `date`, `to`, `subject`, or nothing."""
    name, colon, _ = line[:_LONGEST_LABEL].lstrip("*> ").partition(":")
    return LABELS.get(name.strip(" *").lower(), "") if colon else ""


def banner(line: str) -> str:
    """What stands between dashes: `original`, `forwarded`, or nothing."""
    bare = line.strip("-_=* ").rstrip(":").rstrip().lower()
    if bare in ORIGINAL and is_dashed(line):
        return "original"
    return "forwarded" if bare in FORWARDED and (is_dashed(line) or line.endswith(":")) else ""


def is_dashed(line: str) -> bool:
    """Whether a line begins with a rule."""
    return line.startswith(("--", "__", "=="))


def is_rule(line: str) -> bool:
    """Whether a line is a rule and nothing else."""
    return len(line) >= _RULE and not line.strip("_-=*")


def may_end_attribution(line: str) -> bool:
    """Whether an attribution might end here; a quick test before the others."""
    return line.endswith((":", ":>"))


def is_attribution(words: str) -> bool:
    """Who wrote, and when or from where: `On … Anna wrote:`, `… <anna@example.org>:`."""
    dated = _YEAR.search(words) is not None or _TIME.search(words) is not None
    lowered = words.lower()
    if any(verb in lowered for verb in WROTE):
        return dated or "@" in words
    return dated and "@" in words and lowered.rstrip(" :").endswith((">", ")", "]"))


def is_sure(words: str) -> bool:
    """Whether an attribution tells a year, and begins or addresses as one does: no sentence looks so."""
    return _YEAR.search(words) is not None and ("@" in words or begins_attribution(words))


def begins_attribution(words: str) -> bool:
    """Whether words begin as attributions do that go over several lines."""
    return words.lower().startswith(ON)


def is_signature_mark(line: str) -> bool:
    """The line above a signature."""
    return line in _DASHES


def is_sent_from(line: str) -> bool:
    """`Sent from my telephone`, in many languages."""
    if len(line) > _LONGEST_SENT_FROM:
        return False
    lowered = line.lower().lstrip("-\u2013 ")
    opens = lowered.startswith(SENT_FROM) or lowered.endswith(SENT_FROM_ENDS)
    return opens and any(program in lowered for program in PROGRAMS)
