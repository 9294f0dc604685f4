"""What Linux knows of a PostgreSQL process: whose data folder it works in, and who it dies with."""

import ctypes
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
READY_LINE = 7  # of postmaster.pid, counted from 0
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sent: int) -> None:
    """Ask the kernel to send us this signal when our parent, the thread that started us, ends."""
    if _libc.prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def child_of(parent: int) -> Callable[[], None]:
    """What the new process does before it becomes PostgreSQL: die with its parent, fast and in good order."""

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        die_with_parent(signal.SIGINT)  # PostgreSQL's fast shutdown
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return prepare


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process lives and works in this folder, as every process of its server does."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder and _state(pid) != "Z"
    except OSError:
        return False


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def processes_in(folder: Path) -> Iterator[int]:
    """The living processes whose working folder is this one."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and works_in(int(entry.name), folder):
            yield int(entry.name)


def postmaster(folder: Path) -> tuple[int, bool] | None:
    """The server that lives on a data folder: its pid and whether it answers; None when there is none."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not works_in(pid, folder):
        return None
    return pid, len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"
