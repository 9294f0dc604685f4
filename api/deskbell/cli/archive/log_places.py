"""The event log in a new cluster: its transaction numbers are of the old one, and may lie in the future."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psycopg

_AHEAD: Final = """
select xid >= pg_snapshot_xmin(pg_current_snapshot()) from events order by xid desc, id desc limit 1
"""
# An event gets the number of readers' places before it, plus 1: whoever had read it has it behind them still,
# whoever had not has it ahead. All of these numbers are below any that a cluster gives away.
_EVENTS: Final = """
update events set xid = cast(cast(1 + (
    select count(*) from (select distinct xid, event_id from event_readers) as place
    where (place.xid, place.event_id) < (events.xid, events.id)
) as text) as xid8)
"""
_READERS: Final = """
update event_readers as reader set xid = place.xid, event_id = 9223372036854775807 from (
    select name, cast(cast(dense_rank() over (order by xid, event_id) as text) as xid8) as xid
    from event_readers
) as place where place.name = reader.name
"""


def reset_places(connection: "psycopg.Connection[Any]") -> bool:
    """Put the log behind this cluster's present, False if it is; every reader goes on where it was."""
    row = connection.execute(_AHEAD).fetchone()
    if not row or not row[0]:
        return False
    with connection.transaction():
        connection.execute("lock table events, event_readers in access exclusive mode")
        connection.execute(_EVENTS)
        connection.execute(_READERS)
    return True
