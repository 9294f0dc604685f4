import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from deskbell.cli import main

COMMANDS = ["serve", "worker", "migrate", "backup", "restore", "user", "openapi", "settings-table", "version"]
HEAVY = ("fastapi", "sqlalchemy", "pydantic", "psycopg", "alembic", "uvicorn", "asyncio")


def here(*arguments, **environment):
    """The command in this process, whose modules are loaded already."""
    kept = {name: None for name in os.environ if name.startswith("DESKBELL_")}
    done = CliRunner().invoke(main, arguments, prog_name="deskbell", env=kept | environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)


def deskbell(*arguments, **environment):
    """The command as a program of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from deskbell.cli import main; main(prog_name='deskbell')", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def assert_refused(done, *words):
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    for word in words:
        assert word in done.stderr


def test_help_needs_no_heavy_import():
    script = "import sys; from deskbell.cli import main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    done = here(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 100


def test_version():
    assert deskbell("version").stdout.startswith("deskbell 0.")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DESKBELL_PORT", "abc", "'abc'"),
        ("DESKBELL_PORT", "70000", "less than or equal to 65535"),
        ("DESKBELL_PUBLIC_URL", "help.example.org", "https://help.example.org"),
        ("DESKBELL_ORIGINS", "{", "not JSON"),
        ("DESKBELL_ORIGINS", '{"https://a.example": "root"}', "'user', 'agent' or 'admin'"),
    ],
)
def test_a_bad_setting_is_named(name, value, words):
    assert_refused(here("migrate", **{name: value}), name, words)


def test_an_unknown_setting_is_pointed_out(folder):
    done = here("migrate", DESKBELL_PROT="1", DESKBELL_DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert "There is no setting DESKBELL_PROT" in done.stderr


def test_a_database_out_of_reach_is_told_without_its_password():
    done = here("migrate", DESKBELL_DATABASE_URL="postgresql://me:hush@127.0.0.1:1/desk")
    assert_refused(done, "The database can't be reached", "DESKBELL_DATABASE_URL")
    assert "hush" not in done.stderr


def test_a_data_folder_that_can_not_be_made_is_told():
    assert_refused(here("migrate", DESKBELL_DATA_DIR="/proc/deskbell"), "/proc/deskbell", "can't be made")


@pytest.mark.servers
def test_a_command_without_a_server_runs_its_own(folder):
    data = folder / "data"
    first, second = (here("migrate", DESKBELL_DATA_DIR=str(data)) for _ in range(2))
    assert "has this version's schema" in first.stdout, first.stderr
    assert "already" in second.stdout
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_the_table_of_settings_is_that_of_the_code(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(Path("README.md").read_text().replace("`8000`", "`9000`"))
    assert_refused(here("settings-table", "--check", "--file", str(readme)), "run `deskbell settings-table`")
    assert here("settings-table", "--file", str(readme)).returncode == 0
    assert here("settings-table", "--check", "--file", str(readme)).returncode == 0
    assert "| `DESKBELL_PORT` | `8000` |" in readme.read_text()
