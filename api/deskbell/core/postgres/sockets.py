"""The folder of the unix socket: the data folder itself, unless the kernel finds the path too long."""

import hashlib
import os
import tempfile
from pathlib import Path

from deskbell.core.postgres.account import Account
from deskbell.core.postgres.errors import DataFolderUnusable

LONGEST_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


def socket_folder(data: Path) -> Path:
    """Where the server of this data folder has its socket; the same for every process, without asking it."""
    if len(os.fsencode(data / SOCKET_NAME)) < LONGEST_PATH:
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"deskbell-{digest}"


def prepare_socket_folder(folder: Path, data: Path, account: Account | None) -> None:
    """Make the folder, closed to others. Raises DataFolderUnusable when it is somebody else's."""
    if folder == data:
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = account.uid if account else os.geteuid()
    if account is not None and folder.lstat().st_uid == 0:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    found = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != owner:
        message = (
            f"{folder} belongs to somebody else: choose a shorter DESKBELL_DATA_DIR, without need of it."
        )
        raise DataFolderUnusable(message)
    folder.chmod(0o700)
