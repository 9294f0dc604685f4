"""Latency at one connection, throughput at eight."""

import asyncio
import time
from dataclasses import dataclass
from statistics import median, quantiles

from tests.benchmarks.client import Connection, Flood

CONNECTIONS = 8
WARM_UP = 20


@dataclass(frozen=True)
class Figures:
    """What was measured of one kind of request."""

    p50: float
    p95: float
    per_second: float
    api_ms: float  # processor time of one request, at one connection
    database_ms: float


def latency(port, requests, seconds, warm_up=WARM_UP):
    """Milliseconds of each request. Every answer has to be a success."""
    taken = []
    with Connection(port) as connection:
        for _ in range(warm_up):
            _succeed(connection.ask(next(requests)))
        until = time.perf_counter() + seconds
        while time.perf_counter() < until or len(taken) < 2:
            request = next(requests)
            began = time.perf_counter()
            answer = connection.ask(request)
            taken.append((time.perf_counter() - began) * 1000)
            _succeed(answer)
    return taken


def throughput(port, requests, seconds, connections=CONNECTIONS):
    """Answers a second at eight connections."""

    async def flood():
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        floods = [Flood(requests, began + seconds) for _ in range(connections)]
        for each in floods:
            await loop.create_connection(lambda each=each: each, "127.0.0.1", port)
        await asyncio.gather(*(each.done for each in floods))
        took = time.perf_counter() - began
        if any(each.failed or not each.answered for each in floods):
            raise AssertionError("an answer was no success")
        return sum(each.answered for each in floods) / took

    return asyncio.run(flood())


def measured(port, requests, seconds, spent):
    """Both, one after the other; `spent()`: the processor time so far of API and PostgreSQL."""
    before, taken, after = spent(), latency(port, requests, seconds), spent()
    api, database = ((b - a) * 1000 / (len(taken) + WARM_UP) for a, b in zip(before, after, strict=True))
    per_second = throughput(port, requests, seconds)
    return Figures(median(taken), quantiles(taken, n=20)[-1], per_second, api, database)


def _succeed(answer):
    status, body = answer
    if not 200 <= status < 300:
        raise AssertionError(f"{status}: {body[:500]!r}")
