"""A bucket of a test's own: moto's server in a process of its own, on loopback."""

import subprocess
import sys

import httpx

SCRIPT = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""
NAME = "desk"


class BucketServer:
    """Starts it with one empty bucket; `endpoint` is where it answers."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.endpoint = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        self.ask("PUT", "").raise_for_status()

    def ask(self, method, path, **more):
        """A plain request to the bucket, without any of ours between."""
        return httpx.request(method, f"{self.endpoint}/{NAME}{path}", trust_env=False, **more)

    def listed(self):
        """Every object's key as it stands there."""
        return [each.split("</Key>")[0] for each in self.ask("GET", "").text.split("<Key>")[1:]]

    def stop(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
