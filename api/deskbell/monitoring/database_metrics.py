"""What the database knows, as metrics."""

from sqlalchemy.exc import SQLAlchemyError

from deskbell.core.db import Database
from deskbell.monitoring.exposition import Metric
from deskbell.monitoring.queries import Rows, system_numbers


async def metrics_of(database: Database) -> list[Metric]:
    """All of them; of a database that is away, just that it is."""
    up = Metric("deskbell_database_up", "gauge", "Whether the database answers.")
    try:
        async with database.reader() as connection:
            numbers = await system_numbers(connection)
    except (SQLAlchemyError, OSError, TimeoutError):
        up.add(0)
        return [up]
    up.add(1)
    size = Metric("deskbell_database_bytes", "gauge", "Size of the database on disk.")
    size.add(numbers["database"][0]["bytes"])
    lag = Metric(
        "event_lag_seconds", "gauge", "Age of the oldest event that a reader of the log has not seen."
    )
    for row in numbers["lags"]:
        lag.add(row["seconds"], {"reader": row["reader"]})
    parked = Metric("deskbell_parked_events", "gauge", "Events that a projection could not take.")
    parked.add(numbers["parked"][0]["events"])
    jobs = Metric("deskbell_jobs", "gauge", "Jobs in the queue, by kind and state.")
    for row in numbers["jobs"]:
        jobs.add(row["jobs"], {"job": row["job"], "state": row["state"]})
    oldest = Metric("deskbell_oldest_job_seconds", "gauge", "How long the oldest job that is due has waited.")
    oldest.add(max((row["seconds"] for row in numbers["oldest_job"]), default=0))
    return [
        up,
        size,
        lag,
        parked,
        jobs,
        oldest,
        *_mail(numbers["mail_in"], "in"),
        *_mail(numbers["mail_out"], "out"),
    ]


def _mail(rows: Rows, direction: str) -> list[Metric]:
    mails = Metric(
        f"deskbell_mail_{direction}", "gauge", f"Mails {direction} that are not done with, by state."
    )
    age = Metric(f"deskbell_mail_{direction}_oldest_seconds", "gauge", "Age of the oldest of them.")
    for row in rows:
        mails.add(row["mails"], {"state": row["state"]})
        age.add(row["seconds"], {"state": row["state"]})
    return [mails, age]
