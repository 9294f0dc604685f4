"""The unprivileged account that runs PostgreSQL when we are root, because PostgreSQL refuses to be root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from deskbell.core.postgres.errors import DataFolderUnusable, PostgresError


@dataclass(frozen=True)
class Account:
    """Name and numbers of the account that PostgreSQL's programs run as."""

    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through the folder, by the mode bits that apply to it."""
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def account_for(name: str) -> Account | None:
    """The account to drop to when we are root; None when we are not, and PostgreSQL runs as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        message = f"There is no account '{name}' to run PostgreSQL as: set DESKBELL_POSTGRES_USER to another."
        raise PostgresError(message) from None
    if entry.pw_uid == 0:
        message = "PostgreSQL refuses to run as root: set DESKBELL_POSTGRES_USER to an ordinary account."
        raise PostgresError(message)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def check_reachable(folder: Path, account: Account | None) -> None:
    """Raise DataFolderUnusable when a parent folder is closed to the account; we never open parents."""
    if account is None:
        return
    for parent in (folder, *folder.parents):
        if not account.can_enter(parent):
            message = (
                f"The data folder {folder} can't be reached by the account '{account.name}', which runs "
                f"PostgreSQL, because {parent} is closed to it: choose another DESKBELL_DATA_DIR."
            )
            raise DataFolderUnusable(message)
