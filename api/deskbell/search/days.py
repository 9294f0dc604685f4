"""Days as they stand in a search, in the reader's time zone: `2026-11-25`, `>2026-11-01`, `today`, `7d`."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_LAST: Final = re.compile(r"(\d{1,4})d", re.ASCII | re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BACK: Final = {"today": 0, "yesterday": 1}
_ONE: Final = timedelta(days=1)

Span = tuple[datetime | None, datetime | None]
"""From this moment on, before that one; nothing where it is open."""


def read_days(text: str, zone: ZoneInfo, now: datetime) -> Span | None:
    """The time that is meant; nothing where no day is.

    `>day` and `<day` leave the day itself out; `day..day` takes both in; `7d` are today and the six before.
    """
    today = now.astimezone(zone).date()
    if last := _LAST.fullmatch(text):
        days = max(int(last[1]), 1)
        return _begin(today - timedelta(days=days - 1), zone), None
    first, dots, end = text.partition("..")
    if dots:
        begins, ends = _day(first, today), _day(end, today)
        return _span(begins, ends, zone) if begins and ends else None
    day = _day(text.lstrip("<>"), today)
    if day is None:
        return None
    if text.startswith(">"):
        return _begin(day + _ONE, zone), None
    return (None, _begin(day, zone)) if text.startswith("<") else _span(day, day, zone)


def _day(text: str, today: date) -> date | None:
    back = _BACK.get(text.lower())
    if back is not None:
        return today - timedelta(days=back)
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The first and the last days of the calendar have no neighbors.
    return day if date.min + _ONE < day < date.max - _ONE else None


def _span(first: date, last: date, zone: ZoneInfo) -> Span:
    return _begin(first, zone), _begin(last + _ONE, zone)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
