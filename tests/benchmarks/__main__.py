"""`python -m tests.benchmarks`: load 100,000 tickets, measure, print the table."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from tests.benchmarks.comparing import pgbench
from tests.benchmarks.dataset import Plan
from tests.benchmarks.loading import load
from tests.benchmarks.mailing import measured_mail
from tests.benchmarks.measuring import measured
from tests.benchmarks.operations import operations, signed_in
from tests.benchmarks.report import mail_rows, memory_rows, operation_rows, share_rows, start_row
from tests.benchmarks.server import (
    free_port,
    memory,
    processor_seconds,
    processor_seconds_of_each,
    serving,
)

from deskbell.core.postgres.cluster import Cluster

IDLE_SECONDS = 3
PATIENCE_SECONDS = 60
DUE = """select count(*) from procrastinate_jobs
where status in ('todo', 'doing') and (scheduled_at is null or scheduled_at <= now())"""
STARTS = 4  # beside the one that is measured on


def run(plan, folder, seconds, say, starts=0, mail_seconds=None):
    """The whole benchmark in an empty folder; returns the figures by name."""
    port = free_port()
    cold = started(folder, port)
    cluster = Cluster(folder)
    with cluster:
        say(f"loaded {plan.tickets:,} tickets in {load(cluster.url(), plan):.0f} s (limit 120)")
    again = [started(folder, port) for _ in range(starts)]
    with serving(folder, port) as (process, took):
        say(start_row(cold, [*again, took]))
        time.sleep(IDLE_SECONDS)
        idle = memory(process)
        address = signed_in(port, plan)
        figures = {}
        for name, requests in operations(address, plan).items():
            wait_for_the_worker(cluster.url())
            figures[name] = measured(port, requests, seconds, lambda: processor_seconds(process))
        reference = pgbench(cluster.url(), max(1, int(seconds)))
        used = memory(process)
        url = cluster.url()
    rows = [*operation_rows(figures), "", *share_rows(figures, reference)]
    rows += [*memory_rows("idle", idle), *memory_rows("after the load", used)]
    say("\n".join(rows))
    mail = mail_of(folder, port, url, plan, mail_seconds or seconds)
    say("\n".join(mail_rows(mail)))
    return figures | {"mail": mail}


def mail_of(folder, port, url, plan, seconds):
    """Mail in by a listener of our own and out to a sink, on a server that has both."""
    door, out, names = free_port(), free_port(), free_port()
    settings = {
        "smtp_listen": f"127.0.0.1:{door}",
        "smtp_host": "127.0.0.1",
        "smtp_port": out,
        "smtp_security": "none",
        "smtp_private": "true",
        "name_servers": f'["127.0.0.1:{names}"]',
    }
    with serving(folder, port, **settings) as (process, _):
        return measured_mail(
            url, plan, (door, out, names), seconds, lambda: processor_seconds_of_each(process)
        )


def started(folder, port):
    """Start it, stop it; how many seconds the start took, by the clock."""
    with serving(folder, port) as (_, seconds):
        return seconds


def wait_for_the_worker(url):
    """Until what was written before is worked off, or a minute: each operation is measured by itself."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(10 * PATIENCE_SECONDS):
            time.sleep(0.1)
            (waiting,) = connection.execute(DUE).fetchone()
            if not waiting:
                return


def say(line):
    """Print at once: some steps take a minute."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    """Run it in a temporary folder that PostgreSQL's account can enter."""
    source = os.environ.get("BENCH_DATA")
    plan = Plan(tickets=int(os.environ.get("BENCH_TICKETS", "100000")), folder=source and Path(source))
    place = os.environ.get("BENCH_DIR", "/var/tmp")  # noqa: S108 - mkdtemp makes a folder of our own in it
    folder = Path(tempfile.mkdtemp(prefix="deskbell-bench-", dir=place))
    folder.chmod(0o711)
    began = time.monotonic()
    say(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    try:
        run(plan, folder, float(os.environ.get("BENCH_SECONDS", "6")), say, STARTS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"took {time.monotonic() - began:.0f} s; load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
