"""A new data folder: made beside its place and renamed, so that it is complete or not there."""

import os
import shutil
import subprocess
from pathlib import Path

from deskbell.core.postgres.account import Account
from deskbell.core.postgres.errors import DataFolderUnusable, ServerFailed
from deskbell.core.postgres.locate import Binaries
from deskbell.core.postgres.options import initdb_options

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
CREATE = """\
create role deskbell login createdb;
create database deskbell owner deskbell;
"""


def initialize(data: Path, binaries: Binaries, account: Account | None) -> bool:
    """Make the data folder with the role and the database `deskbell`; False when it is there already."""
    if (data / "PG_VERSION").exists():
        check_version(data, binaries)
        return False
    if data.exists():
        message = f"{data} is not a PostgreSQL's: move it away or choose another DESKBELL_DATA_DIR."
        raise DataFolderUnusable(message)
    unfinished = data.with_name(f"{data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account is not None:
        os.chown(unfinished, account.uid, account.gid)
    _run([binaries.folder / "initdb", "-D", unfinished, *initdb_options(binaries.major)], account)
    _run([binaries.folder / "postgres", "--single", "-D", unfinished, "postgres"], account, CREATE)
    unfinished.rename(data)
    return True


def check_version(data: Path, binaries: Binaries) -> None:
    """Raise DataFolderUnusable when another major version of PostgreSQL made the folder."""
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(binaries.major):
        message = (
            f"{data} was made by PostgreSQL {made_by}, but the programs in {binaries.folder} are version "
            f"{binaries.version}: set DESKBELL_POSTGRES_BIN to those of {made_by}, "
            "or choose another DESKBELL_DATA_DIR."
        )
        raise DataFolderUnusable(message)


def _run(command: list[str | Path], account: Account | None, typed: str = "") -> None:
    done = subprocess.run(
        command,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no reason given"]
        message = f"PostgreSQL's data folder could not be made ({Path(command[0]).name}): {lines[-1]}"
        raise ServerFailed(message)
