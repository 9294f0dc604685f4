import shutil
import signal
import socket
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest
from tests.ops.prepared import demonstration
from tests.ops.served import Served, free_port, left

from deskbell.cli.database import url_of_running

# One worker of pytest-xdist runs this file: its tests share a data folder and, while it lives, a server.
pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def data():
    path = Path(tempfile.mkdtemp(prefix="deskbell-serve-"))
    path.chmod(0o711)
    yield demonstration(path / "data")
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def running(data):
    """The server that is there, or a new one when a test has ended it, or asks for it."""
    found = []

    def give(*, anew=False, **how):
        if anew:
            end()
        if not found or found[-1].process.poll() is not None:
            found.append(Served(data, free_port(), "--demo", **how))
            found[-1].wait_until_ready()
        return found[-1]

    def end():
        for each in found:
            if each.process.poll() is None:
                each.stop()

    yield give
    end()


@pytest.fixture
def served(running):
    """A running helpdesk with the demonstration."""
    return running()


def committed(data, number):
    with psycopg.connect((data / "database.url").read_text().strip()) as connection:
        connection.execute("create table if not exists kept (a int)")
        connection.execute("insert into kept values (%s)", [number])


def kept(data):
    with psycopg.connect((data / "database.url").read_text().strip()) as connection:
        return [row[0] for row in connection.execute("select a from kept order by a")]


def test_it_says_where_and_who(served):
    for home in ("", "agent/", "admin/"):
        assert f"http://localhost:{served.port}/{home}" in served.output
    assert "Sign-ins" in served.output
    assert served.status() == 200


def test_what_is_private_is_closed_to_others(served):
    for name in ("database.url", "serve.lock", "postgres.log"):
        assert stat.S_IMODE((served.data / name).stat().st_mode) == 0o600
    for path in (served.data / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_command_uses_the_running_server(served):
    assert url_of_running(served.data) == (served.data / "database.url").read_text().strip()


def test_one_serve_a_data_folder(served):
    said = Served(served.data, free_port()).refused()
    assert f"Another `deskbell serve` (process {served.process.pid}) runs on the data folder" in said
    assert served.status() == 200


def test_a_port_in_use_is_told_before_anything_starts(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = Served(folder / "data", port).refused()
    assert f"Port {port} on 127.0.0.1 is in use by another program" in said
    assert not (folder / "data" / "postgres").exists()


def test_whatever_is_killed_starts_again_and_nothing_committed_is_lost(served):
    committed(served.data, 1)
    before = served.children()
    for child in before:
        child.kill()
    served.wait_until(lambda: served.output.count("it starts again") >= len(before))
    served.wait_until(lambda: served.status("/readyz") == 200)
    assert 1 in kept(served.data)
    assert {child.pid for child in before}.isdisjoint(child.pid for child in served.children())


def test_ctrl_c_ends_everything(served):
    processes = served.family()
    assert len(processes) > 3
    assert served.stop(signal.SIGINT) == 0
    assert left(processes) == []
    assert not (served.data / "database.url").exists()
    assert "Traceback" not in served.output


def test_a_second_start_does_only_what_it_must(running):
    """How long it takes is said by `make bench`; this is why it is short."""
    said = running(anew=True, watched=True).output
    assert "initdb" not in said
    assert "import alembic" not in said
    for module in ("sqlalchemy", "deskbell.main", "deskbell.tickets.models"):
        assert said.count(f"import {module}\n") == 1  # by the top process, for all its children
    begun = said.index("/postgres -D ")
    assert begun < said.index("import deskbell.main") < said.index("look at postmaster.pid", begun)


def test_nothing_outlives_a_killed_top_process(served):
    committed(served.data, 2)
    processes = served.family()
    with socket.create_connection(("127.0.0.1", served.port)):
        served.stop(signal.SIGKILL)
        served.wait_until(lambda: left(processes) == [], seconds=3)

    again = Served(served.data, served.port)
    again.wait_until_ready()
    assert 2 in kept(served.data)
    assert again.stop(signal.SIGTERM) == 0


def test_the_first_start_without_the_demonstration_prints_the_link_of_the_first_admin(folder):
    first = Served(folder / "data", free_port(), watched=True)
    first.wait_for(r"/agent/setup#token=[\w-]{32,}")
    assert first.stop() == 0
    assert "/initdb -D " in first.output
    assert "import alembic" in first.output
