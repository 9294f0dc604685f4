"""`GET /metrics`, for Prometheus and whatever reads its format."""

import hmac
from ipaddress import ip_address, ip_network
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from deskbell import __version__
from deskbell.core.config import Settings
from deskbell.core.counters import Counters
from deskbell.core.problems import Problem
from deskbell.monitoring.database_metrics import metrics_of
from deskbell.monitoring.exposition import MEDIA_TYPE, Metric, requests

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
        *await metrics_of(request.app.state.database),
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
