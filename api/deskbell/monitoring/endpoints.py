"""`GET /metrics`, for Prometheus and whatever reads its format."""

import hmac
from ipaddress import ip_address, ip_network
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from deskbell import __version__
from deskbell.core.config import Settings
from deskbell.core.counters import Counters
from deskbell.core.db import Database
from deskbell.core.problems import Problem
from deskbell.monitoring.exposition import MEDIA_TYPE, Metric, requests
from deskbell.monitoring.queries import Rows, system_numbers

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")


class MetricsClosed(Problem):
    """Numbers are for the operator: who asks from elsewhere brings the token."""

    status, code, title = 403, "metrics_closed", "These numbers are not for everybody"


async def metrics(request: Request) -> Response:
    """The numbers of this installation, whichever of its processes answers."""
    settings: Settings = request.app.state.settings
    if not _may_read(request, settings):
        return MetricsClosed(
            "Ask from a network in DESKBELL_METRICS_NETWORKS, past any proxy, "
            "or with `Authorization: Bearer` and the token of DESKBELL_METRICS_TOKEN."
        ).response()
    counters: Counters = request.app.state.counters
    found = [
        *await _of_the_database(request.app.state.database),
        *requests(counters.counted()),
        *_of_processes(counters, settings.api_processes),
    ]
    headers = {"Cache-Control": "no-store"}
    return Response("".join(each.text() for each in found), headers=headers, media_type=MEDIA_TYPE)


def _may_read(request: Request, settings: Settings) -> bool:
    """By the token; or by the network, unless a proxy stands between, which would have any address."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if settings.metrics_token is not None and scheme.lower() == "bearer":
        token = settings.metrics_token.get_secret_value()
        return bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.metrics_networks)


async def _of_the_database(database: Database) -> list[Metric]:
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


def _of_processes(counters: Counters, api_processes: int) -> list[Metric]:
    version = Metric("deskbell_info", "gauge", "The version, as a label.")
    version.add(1, {"version": __version__})
    memory = Metric("deskbell_process_resident_bytes", "gauge", "Memory of each process.")
    pools = Metric("deskbell_database_connections", "gauge", "Connections of each process, up to 5 s old.")
    for number, gauges in counters.gauges():
        process = f"api-{number}" if number < api_processes else "worker"
        memory.add(_resident_bytes(int(gauges["pid"])), {"process": process})
        for use in ("changes", "reads") if number < api_processes else ():
            in_use, total = gauges[f"{use}_in_use"], gauges[f"{use}_open"]
            pools.add(in_use, {"process": process, "pool": use, "state": "in_use"})
            pools.add(total - in_use, {"process": process, "pool": use, "state": "idle"})
    return [version, memory, pools]


def _resident_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)
