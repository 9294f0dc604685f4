"""A `deskbell serve` of a test's own, and what the machine knows of it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from threading import Thread

import psutil
from tests.waiting import wait_until

START_SECONDS = 240
REFUSED = 2
COMMAND = "from deskbell.cli import main; main(prog_name='deskbell')"
# Tells each program that is run, each weighty import, each look at whether PostgreSQL answers; in forks too.
WATCHED = """
import os, sys

HEAVY = {"alembic", "deskbell.main", "deskbell.tickets.models", "sqlalchemy"}

def tell(event, args):
    if event == "subprocess.Popen":
        os.write(2, f"run {' '.join(map(str, args[1]))}\\n".encode())
    elif event == "import" and args[0] in HEAVY:
        os.write(2, f"import {args[0]}\\n".encode())
    elif event == "open" and str(args[0]).endswith("postmaster.pid"):
        os.write(2, b"look at postmaster.pid\\n")

sys.addaudithook(tell)
"""


class Served:
    """Starts the command, waits until it is ready, and sees to its end."""

    def __init__(self, data, port, *options, watched=False, script=COMMAND, settings=None):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKBELL_")}
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "DESKBELL_DATA_DIR": str(data)}
        environment |= settings or {}
        script = WATCHED + script if watched else script
        self.data, self.port = data, port
        self.output = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, "serve", "--port", str(port), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self.process.stdout as lines:
            for line in lines:
                self.output += line

    def wait_until_ready(self):
        self.wait_for(r"is ready after (\d+\.\d) s")
        return float(re.search(r"is ready after (\d+\.\d) s", self.output)[1])

    def wait_for(self, pattern):
        self.wait_until(
            lambda: re.search(pattern, self.output) or self.process.poll() is not None, START_SECONDS
        )
        assert re.search(pattern, self.output), self.output

    def wait_until(self, happened, seconds=10, pause=0.02):
        wait_until(happened, seconds, pause, said=lambda: self.output)

    def family(self):
        """Every living process below the top one."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def children(self):
        """PostgreSQL, the API and the worker."""
        return psutil.Process(self.process.pid).children()

    def child(self, kind):
        """The living child of a kind: PostgreSQL, API or worker; None while it is away."""
        for each in self.children():
            try:
                if kind == self._kind(each):
                    return each
            except psutil.NoSuchProcess:
                continue
        return None

    def _kind(self, child):
        if child.name() == "postgres":
            return "PostgreSQL"
        listens = any(each.laddr.port == self.port for each in child.net_connections() if each.laddr)
        return "API" if listens else "worker"

    def status(self, path="/healthz"):
        """What the API answers; 0 when it does not."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def stop(self, how=signal.SIGINT):
        """End the top process and return its exit status."""
        self.process.send_signal(how)
        status = self.process.wait(20)
        self._reader.join(5)
        return status

    def refused(self):
        """Wait for a start that is refused, and return what was said."""
        assert self.process.wait(20) == REFUSED, self.output
        self._reader.join(5)
        return self.output


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def left(processes):
    """Those that still live; a dead one that init has not reaped yet does not."""
    return [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
