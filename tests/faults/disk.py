"""A small disk for the file store, that can be filled: a file system in memory, which only root can mount."""

import os
import subprocess
from contextlib import contextmanager, suppress

BALLAST = "ballast"
PIECE = 65_536


@contextmanager
def small_disk(folder, megabytes):
    """Mount it on `folder`; gives None, or the reason why it can't be."""
    if os.geteuid() != 0:
        yield "only root can mount a small disk for the file store"
        return
    folder.mkdir(parents=True, mode=0o700)
    options = f"size={megabytes}m,mode=700"
    command = ["mount", "-t", "tmpfs", "-o", options, "deskbell-faults", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"no small disk can be mounted here: {done.stderr.strip()}"
        return
    try:
        yield None
    finally:
        subprocess.run(["umount", str(folder)], capture_output=True, check=False)


def fill(folder):
    """Leave no room at all."""
    with (folder / BALLAST).open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(PIECE))


def make_room(folder):
    """As much as before."""
    (folder / BALLAST).unlink(missing_ok=True)
