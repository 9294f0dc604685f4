"""The data folder of an installation: made closed to others, and held by one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskbell.core.postgres.account import Account, check_reachable
from deskbell.core.postgres.errors import DataFolderUnusable


def prepare_data_folder(folder: Path, account: Account | None = None) -> Path:
    """Make the data folder and return its real path. Raises DataFolderUnusable when it can't be used.

    It is closed to others; the account that PostgreSQL runs as may pass through, not look around.
    """
    try:
        folder.mkdir(mode=0o711 if account else 0o700, parents=True, exist_ok=True)
        folder = folder.resolve(strict=True)
        if account is not None and not account.can_enter(folder):
            folder.chmod(0o711)
    except OSError as error:
        message = (
            f"The data folder {folder} can't be made: {error.strerror}. Choose another by DESKBELL_DATA_DIR."
        )
        raise DataFolderUnusable(message) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        message = f"The data folder {folder} can't be written by us: choose another by DESKBELL_DATA_DIR."
        raise DataFolderUnusable(message)
    check_reachable(folder, account)
    return folder


def open_private(path: Path, flags: int) -> int:
    """Open a file of ours that only we may read. Raises DataFolderUnusable when it is somebody else's."""
    try:
        return os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        message = f"The file {path} can't be written: {error.strerror}."
        raise DataFolderUnusable(message) from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of this file, waiting for it; the kernel lets go of it when we end, however we end."""
    handle = open_private(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
