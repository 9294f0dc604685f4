"""A data folder in which the demonstration was filled once; tests of other things begin with a copy of it."""

import fcntl
import os
import shutil
from pathlib import Path

from tests.databases import FOLDER
from tests.ops.served import Served, free_port


def demonstration(data):
    """A new folder `data` that the demonstration stands in, its server stopped."""
    return copied(_made(), data)


def copied(source, target):
    """A copy with its owners: as root, PostgreSQL's account has its own files."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    if os.geteuid() == 0:
        for path in (source, *source.rglob("*")):
            there = path.stat()
            os.chown(target / path.relative_to(source), there.st_uid, there.st_gid)
    return target


def _made():
    """The folder of this run of pytest; whoever needs it first makes it, the others wait."""
    place = Path(os.environ[FOLDER])
    data, done = place / "demonstration", place / "demonstration.done"
    with (place / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            served = Served(data, free_port(), "--demo")
            try:
                served.wait_until_ready()
            finally:
                status = served.stop()
            assert status == 0, served.output
            done.touch()
    return data
