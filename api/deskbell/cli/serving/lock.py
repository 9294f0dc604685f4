"""One `serve` a data folder: the kernel holds the lock for as long as the top process lives."""

import fcntl
import os
from pathlib import Path

from deskbell.cli.refusal import Refusal
from deskbell.core.postgres.folder import open_private

LOCK_FILE = "serve.lock"


class ServeLock:
    """The lock, with the pid of who holds it in the file; an emptied file tells of an end in good order."""

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / LOCK_FILE
        self.descriptor = open_private(path, os.O_RDWR)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.descriptor)
            holder = path.read_text().strip() or "unknown"
            message = (
                f"Another `deskbell serve` (process {holder}) runs on the data folder {data_dir}: "
                "stop it or choose another folder by DESKBELL_DATA_DIR."
            )
            raise Refusal(message) from None
        self._write(f"{os.getpid()}\n")

    def release(self) -> None:
        """Let go, in good order."""
        self._write("")
        os.close(self.descriptor)

    def _write(self, text: str) -> None:
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)


def was_killed(data_dir: Path) -> bool:
    """Whether the last serve on this folder was killed: its children may need a moment to end."""
    try:
        pid = int((data_dir / LOCK_FILE).read_text())
    except (OSError, ValueError):
        return False
    return not Path(f"/proc/{pid}").exists()
