"""Numbers that stand in the database: how far the log is read, what waits in the queue and in the mail.

Each is a few looks into indexes of what waits, however much is there that doesn't.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

_LAGS = text("""
select reader.name as reader, coalesce(extract(epoch from clock_timestamp() - next.at), 0)::float8 as seconds
from event_readers as reader left join lateral (
    select at from events where (events.xid, events.id) > (reader.xid, reader.event_id)
    order by events.xid, events.id limit 1
) as next on true order by reader.name
""")
_PARKED = text("select count(*) as events from parked_events")
_JOBS = text("""
select task_name as job,
    case when status = 'todo' and scheduled_at > clock_timestamp() then 'scheduled'
        when status = 'todo' then 'waiting' when status = 'doing' then 'running' else 'failed' end as state,
    count(*) as jobs
from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by 1, 2 order by 1, 2
""")
_OLDEST_JOB = text("""
select coalesce(extract(epoch from clock_timestamp() - coalesce(job.scheduled_at, deferred.at)), 0)::float8
    as seconds
from (select id, scheduled_at from procrastinate_jobs where status = 'todo'
      and (scheduled_at is null or scheduled_at <= clock_timestamp()) order by id limit 1) as job
left join lateral (select min(at) as at from procrastinate_events where job_id = job.id) as deferred on true
""")
_MAIL_OUT = text("""
select state, count(*) as mails,
    coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as seconds
from outgoing_mails where state in ('queued', 'sending', 'deferred', 'failed', 'uncertain')
group by state order by state
""")
_MAIL_IN = text("""
select fate as state, count(*) as mails,
    coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)::float8 as seconds
from inbound_mails where fate in ('waiting', 'unreadable') group by fate order by fate
""")
_DATABASE = text("select pg_database_size(current_database()) as bytes")

Rows = Sequence[RowMapping]


async def system_numbers(connection: AsyncConnection) -> dict[str, Rows]:
    """All of them, by what they are about; counts and ages in seconds, no name of a person or a thing."""

    async def rows(statement: Any) -> Rows:  # noqa: ANN401 - what SQLAlchemy executes
        return (await connection.execute(statement)).mappings().all()

    return {
        "lags": await rows(_LAGS),
        "parked": await rows(_PARKED),
        "jobs": await rows(_JOBS),
        "oldest_job": await rows(_OLDEST_JOB),
        "mail_out": await rows(_MAIL_OUT),
        "mail_in": await rows(_MAIL_IN),
        "database": await rows(_DATABASE),
    }
