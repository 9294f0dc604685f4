"""The page that a day at work begins with."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.read_pool import Reads
from deskbell.tickets.dimensions import Lookup
from deskbell.tickets.figures.queries import longest_waiting, opened_by_day, solved_by_day, work_counts
from deskbell.tickets.finding import rows_of
from deskbell.tickets.shown import summary
from deskbell.users.queries import time_zone_of

DAYS: Final = 14
SHOWN: Final = {"waiting": 8, "mine": 5, "unassigned": 5}


async def read_today(reads: Reads, actor: Actor, lookup: Lookup) -> Members:
    """The members of a `TodayRead`."""
    days, starts = last_days(ZoneInfo(await time_zone_of(reads, actor)), datetime.now(UTC))
    opened = await opened_by_day(reads, actor, starts)
    solved = await solved_by_day(reads, actor, starts)
    since = {whose: await longest_waiting(reads, actor, whose, most) for whose, most in SHOWN.items()}
    numbers = {number for each in since.values() for number in each}
    rows = {row["id"]: row for row in await rows_of(reads, actor, sorted(numbers))}
    known = await lookup.covering(list(rows.values()))
    return {
        "counts": await work_counts(reads, actor),
        **{
            whose: [
                summary(rows[number], actor, known) | {"waiting_since": moment}
                for number, moment in waiting.items()
                if number in rows
            ]
            for whose, waiting in since.items()
        },
        "days": [
            {"day": day, "opened": opened.get(place, 0), "solved": solved.get(place, 0)}
            for place, day in enumerate(days, 1)
        ],
    }


def last_days(zone: ZoneInfo, now: datetime) -> tuple[list[date], list[datetime]]:
    """The last fourteen days of a zone, today last, and when each begins; not all are 24 hours long."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return days, [datetime.combine(day, time.min, zone).astimezone(UTC) for day in days]
