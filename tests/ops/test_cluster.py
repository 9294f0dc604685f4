import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from tests.ops.prepared import copied
from tests.waiting import wait_until

from deskbell.core.postgres import Cluster, DataFolderUnusable, PostgresError, Start
from deskbell.core.postgres.locate import locate, reachable
from deskbell.core.postgres.process import postmaster, processes_in

# One worker of pytest-xdist runs this file: its tests share a server, and the folder that initdb made.
pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("cluster")]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")


@pytest.fixture(scope="module")
def made():
    """The folder of a server that was stopped."""
    path = Path(tempfile.mkdtemp(prefix="deskbell-cluster-"))
    path.chmod(0o711)
    with Cluster(path / "data"):
        pass
    yield path / "data"
    shutil.rmtree(path)


@pytest.fixture
def data(made, folder):
    """Such a folder of the test's own."""
    return copied(made, folder / "data")


@pytest.fixture(scope="module")
def cluster(made):
    """A running server; tests may end it, not change its settings."""
    with Cluster(copied(made, made.with_name("shared"))) as started:
        yield started


def one(cluster, sql):
    with psycopg.connect(cluster.url()) as connection:
        return connection.execute(sql).fetchone()[0]


def test_a_new_folder_has_role_and_database_and_keeps_its_rows(folder):
    cluster = Cluster(folder / "data")
    assert cluster.start() is Start.created
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("create table kept as select 1 as a")
    cluster.stop()

    assert cluster.start() is Start.started
    assert one(cluster, "select a from kept") == 1
    assert one(cluster, "select rolsuper from pg_roles where rolname = current_user") is False
    cluster.stop()
    assert not list(processes_in(cluster.data))


def test_text_is_ordered_by_a_locale_that_no_update_changes(cluster):
    assert one(cluster, "select datlocprovider from pg_database where datname = 'deskbell'") == "b"
    assert one(cluster, "select upper('ß') || lower('ÄÉ')") == "ßäé"


def test_the_folder_is_closed_and_there_is_no_tcp_port(cluster):
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert one(cluster, "show listen_addresses") == ""
    assert one(cluster, "show idle_in_transaction_session_timeout") == "10s"


def test_the_log_has_neither_statements_nor_values(cluster):
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("create table secrets (words text unique)")
        connection.execute("insert into secrets values ('hush-hush')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into secrets values ('hush-hush')")
    assert "duplicate key" in cluster.log.read_text()
    assert "hush-hush" not in cluster.log.read_text()
    assert stat.S_IMODE(cluster.log.stat().st_mode) == 0o600


def test_a_living_server_is_adopted_and_left_running(cluster):
    other = Cluster(cluster.data_dir)
    assert other.start() is Start.adopted
    assert other.pid == cluster.pid
    other.stop()
    assert one(cluster, "select 1") == 1


def test_a_killed_server_starts_again_without_losing_a_commit(cluster):
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("create table kept as select 1 as a")
    os.kill(cluster.pid, signal.SIGKILL)
    wait_until(lambda: not cluster.alive())
    assert cluster.start() is Start.started
    assert one(cluster, "select a from kept") == 1


def test_a_stale_pid_file_that_names_a_stranger_is_not_adopted(data):
    cluster = Cluster(data)
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n\n\n\nready\n")
    assert postmaster(cluster.data) is None


def test_it_ends_with_the_process_that_started_it(data):
    script = (
        "import sys, time; from pathlib import Path; from deskbell.core.postgres import Cluster\n"
        "cluster = Cluster(Path(sys.argv[1])); cluster.start()\n"
        "print(cluster.pid, flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert int(parent.stdout.readline()) in processes_in(data / "postgres")
        parent.kill()
    wait_until(lambda: not list(processes_in(data / "postgres")), seconds=2)


def test_a_long_path_has_its_socket_elsewhere(data):
    with Cluster(data.rename(data.with_name("x" * 80))) as cluster:
        assert cluster.sockets.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
        assert one(cluster, "select 1") == 1
    assert not cluster.sockets.exists()


def test_a_folder_of_another_major_version_is_refused_in_a_sentence(folder):
    data = folder / "data" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DataFolderUnusable, match=r"made by PostgreSQL 9, .* DESKBELL_DATA_DIR"):
        Cluster(folder / "data").start()


def test_the_last_words_of_a_server_that_does_not_start_are_told(data):
    with pytest.raises(PostgresError, match=r'FATAL: .*"no_such_setting"'):
        Cluster(data, options=("-c", "no_such_setting=1")).start()


def test_a_failed_start_leaves_no_half_made_folder(folder):
    data_dir = folder / "data"
    (data_dir / "postgres.unfinished").mkdir(parents=True)
    (data_dir / "postgres.unfinished" / "rest").write_text("of an initdb that was killed")
    with Cluster(data_dir) as cluster:
        assert one(cluster, "select 1") == 1
    assert not (data_dir / "postgres.unfinished").exists()


@as_root
def test_root_drops_to_an_account_that_can_do_nothing_else(cluster):
    nobody = pwd.getpwnam("nobody")
    assert Path(f"/proc/{cluster.pid}").stat().st_uid == nobody.pw_uid
    assert cluster.data.stat().st_uid == nobody.pw_uid
    status = Path(f"/proc/{cluster.pid}/status").read_text().splitlines()
    groups = next(line for line in status if line.startswith("Groups:"))
    assert groups.split()[1:] == []


@as_root
def test_a_parent_that_is_closed_to_the_account_stays_closed(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(DataFolderUnusable, match=r"can't be reached by the account 'nobody'"):
        Cluster(closed / "data")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_unreadable_programs_are_copied_once(folder, data):
    cluster = Cluster(data)
    found = locate(None)
    source = found.folder.parents[2]
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "packages").symlink_to(source)
    hidden = type(found)(folder=closed / "packages" / found.folder.relative_to(source), version=found.version)

    there = reachable(hidden, cluster.account, folder / "programs")
    assert there.folder.is_relative_to(folder / "programs" / found.version)
    first = there.folder.stat().st_ino
    assert reachable(hidden, cluster.account, folder / "programs").folder.stat().st_ino == first
    with Cluster(data, binaries=there.folder) as started:
        assert one(started, "select 1") == 1


def test_an_account_that_does_not_exist_is_named(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(PostgresError, match=r"no account 'nobody-knows'.*DESKBELL_POSTGRES_USER"):
        Cluster(folder / "data", user="nobody-knows")


def test_a_folder_without_programs_is_named(folder):
    with pytest.raises(PostgresError, match=r"DESKBELL_POSTGRES_BIN is .*no program 'postgres'"):
        Cluster(folder / "data", binaries=folder).start()
