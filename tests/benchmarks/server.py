"""`deskbell serve` as a child, and what it costs."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

import psutil

WAIT_SECONDS = 120
ROOT = Path(__file__).parents[2]


def free_port():
    """A port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(data_dir, port, **settings):
    """The running server: (its process, seconds until it was ready). `settings` by their names in small."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKBELL_")}
    environment = kept | {"DESKBELL_ACCESS_TOKEN_LIFETIME": "PT1H", "DESKBELL_LOG_LEVEL": "warning"}
    environment |= {f"DESKBELL_{name.upper()}": str(value) for name, value in settings.items()}
    command = [
        Path(sys.executable).with_name("deskbell"),
        "serve",
        "--port",
        str(port),
        "--data-dir",
        data_dir,
    ]
    began = time.monotonic()
    with (data_dir / "serve.log").open("a") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)
    try:
        while not ready(port):
            if process.poll() is not None or time.monotonic() - began > WAIT_SECONDS:
                raise AssertionError((data_dir / "serve.log").read_text()[-2000:])
            time.sleep(0.01)
        yield process, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ready(port):
    """Whether the server answers that it can serve."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def memory(process):
    """MiB of each kind of process: memory that several share is divided among them (PSS)."""
    return {kind: sum(pss(each.pid) for each in members) for kind, members in _family(process).items()}


def processor_seconds(process):
    """Processor time so far: (of the API, of PostgreSQL)."""
    spent = processor_seconds_of_each(process)
    return spent["API"], spent["PostgreSQL"]


def processor_seconds_of_each(process):
    """Processor time so far by kind of process; the worker's with that of the one that reads mail for it."""
    family = _family(process)
    (worker,) = family["worker"]
    family["worker"] = [worker, *worker.children()]
    return {kind: sum(_spent(each) for each in members) for kind, members in family.items()}


def pss(pid):
    """The proportional set size of a process, in MiB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[1]) / 1024


def _family(process):
    """All processes of a server by kind. The API is started before the worker."""
    top = psutil.Process(process.pid)
    children = sorted(top.children(), key=lambda child: child.create_time())
    servers = [child for child in children if child.name() == "postgres"]
    api, worker = (child for child in children if child not in servers)
    backends = [each for server in servers for each in server.children(recursive=True)]
    return {"API": [api], "worker": [worker], "supervisor": [top], "PostgreSQL": servers + backends}


def _spent(process):
    times = process.cpu_times()
    return times.user + times.system
