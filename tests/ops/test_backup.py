"""`deskbell backup` while people write, and `deskbell restore` elsewhere: nothing acknowledged is lost."""

import hashlib
import io
import os
import stat
import tarfile
import threading
import time

import psycopg
import pytest
from tests.ops.person import Person
from tests.ops.prepared import demonstration
from tests.ops.served import Served, free_port
from tests.ops.test_command_line import assert_refused, deskbell, here

from deskbell.cli.archive.layout import CHECKSUMS, Manifest, Writer, verified
from deskbell.cli.archive.log_places import reset_places
from deskbell.cli.refusal import Refusal

pytestmark = pytest.mark.timeout(480)
MANIFEST = Manifest("0.1.0", "0001", "2026-01-01T00:00:00+00:00", "18.6", secrets=True, counts={})
FILE = os.urandom(300_000)


def written(*members):
    file = io.BytesIO()
    writer = Writer(file, MANIFEST)
    for name, content in members:
        writer.add(name, content)
    writer.end()
    return file.getvalue()


def test_a_backup_is_a_tar_with_checksums():
    content = written(("database/000000", b"rows"), ("files/aa/bb/x", b"bytes"))
    manifest, sums = verified(io.BytesIO(content))
    assert manifest == MANIFEST
    assert sums.members["files/aa/bb/x"] == hashlib.sha256(b"bytes").hexdigest()
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        assert tar.getnames()[-1] == CHECKSUMS


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda whole: whole[:2_000], "cut off"),
        (lambda whole: whole.replace(b"bytes", b"bites"), "files/aa/bb/x is not as it was written"),
        (lambda whole: whole.replace(b'"format": 1', b'"format": 9'), "format 9"),
        (lambda _: b"not a tar at all" * 100, "no backup of Deskbell"),
        (lambda _: b"", "no backup of Deskbell"),
    ],
)
def test_a_backup_that_was_harmed_is_refused(harm, words):
    whole = written(("database/000000", b"rows"), ("files/aa/bb/x", b"bytes"))
    with pytest.raises(Refusal, match=words):
        verified(io.BytesIO(harm(whole)))


def test_a_file_that_is_not_as_promised_is_told_and_padded():
    file = io.BytesIO()
    writer = Writer(file, MANIFEST)
    assert writer.stream("files/a", 5, iter([b"abc", b"de"]))
    assert not writer.stream("files/b", 5, iter([b"abc"]))
    assert not writer.stream("files/c", 2, iter([b"abc"]))
    writer.end()
    assert set(verified(io.BytesIO(file.getvalue()))[1].members) >= {"files/a", "files/b", "files/c"}


class Writers:
    """People who write until they are told to end; what was acknowledged, in order."""

    def __init__(self, port, ticket_id):
        self.acknowledged, self._told = [], threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(port, ticket_id, n)) for n in range(2)]

    def __enter__(self):
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_):
        self._told.set()
        for each in self._threads:
            each.join()

    def _write(self, port, ticket_id, number):
        with Person(port, "ada@deskbell.example") as ada:
            count = 0
            while not self._told.is_set():
                key = f"reply {number}-{count}"
                said = ada.post(f"/v1/tickets/{ticket_id}/messages", {"text": key}, key)
                self.acknowledged.append(said["id"])
                count += 1
                time.sleep(0.05)  # as people write; what is tested is that they can, not how much


def messages(person, ticket_id):
    return {each["id"] for each in person.all_of(f"/v1/tickets/{ticket_id}/messages")}


@pytest.mark.servers
def test_what_was_acknowledged_before_is_there_afterwards(folder):
    source, target, backup = folder / "source", folder / "target", folder / "desk.backup"
    served = Served(demonstration(source), free_port(), "--demo")
    try:
        served.wait_until_ready()
        with Person(served.port, "ben@deskbell.example") as ben:
            ticket = ben.post("/v1/tickets", {"subject": "Kept", "text": "x", "agent": WISHES})["id"]
            file_id = ben.upload("photo.bin", FILE, "upload")
            ben.post(f"/v1/tickets/{ticket}/messages", {"text": "see", "file_ids": [file_id]}, "with-file")
            with Writers(served.port, ticket) as writers:
                served.wait_until(lambda: len(writers.acknowledged) > 10, 60)
                before = set(writers.acknowledged)
                done = deskbell("backup", str(backup), DESKBELL_DATA_DIR=str(source))
                at_the_end = len(writers.acknowledged)
                served.wait_until(lambda: len(writers.acknowledged) > at_the_end, 60)  # nobody was held up
        assert done.returncode == 0, done.stderr
        assert "keep it closed" in done.stdout
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        refused = here("restore", str(backup), "--force", DESKBELL_DATA_DIR=str(source))
        assert_refused(refused, "Another `deskbell serve`")
    finally:
        served.stop()
    refused = here("restore", str(backup), DESKBELL_DATA_DIR=str(source))
    assert_refused(refused, "not empty", "--force")
    restored = deskbell("restore", str(backup), DESKBELL_DATA_DIR=str(target))
    assert restored.returncode == 0, restored.stderr
    _goes_on(target, ticket, before)


WISHES = {"requester": {"name": "New", "email": "new@customer.example"}}


def _goes_on(target, ticket, before):
    """People sign in as before, see everything, and are told of what is new: the readers go on."""
    again = Served(target, free_port(), "--demo")
    try:
        again.wait_until_ready()
        with (
            Person(again.port, "ben@deskbell.example") as ben,
            Person(again.port, "ada@deskbell.example") as ada,
        ):
            assert before <= messages(ben, ticket)
            files = [
                file for each in ben.all_of(f"/v1/tickets/{ticket}/messages") for file in each["attachments"]
            ]
            assert hashlib.sha256(ben.fetch(files[0]["url"])).digest() == hashlib.sha256(FILE).digest()
            ben._insist(
                "PUT", f"/v1/tickets/{ticket}/assignee", json={"user_id": ben.get("/v1/users/me")["id"]}
            )
            ada.post(f"/v1/tickets/{ticket}/messages", {"text": "after"}, "after")
            again.wait_until(
                lambda: any(row["ticket"]["id"] == ticket for row in ben.all_of("/v1/notifications")), 60
            )
    finally:
        again.stop()


@pytest.mark.commits
async def test_readers_of_a_restored_log_go_on_where_they_were(live_database):
    """Transaction numbers of the old cluster are far ahead of the new one's; two readers, one behind."""
    url = live_database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ahead = 10**12
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("delete from event_readers")
        for xid, name in ((ahead, "a"), (ahead + 5, "b"), (ahead + 5, "c"), (ahead + 2, "d")):
            connection.execute(
                "insert into events (xid, type, actor_kind, subject_type, subject_id, data) "
                "values (%s::text::xid8, %s, 'system', 'x', 1, '{}')",
                [xid, name],
            )
        ids = dict(connection.execute("select type, id from events order by id").fetchall())
        for reader, xid, name in (("slow", ahead, "a"), ("quick", ahead + 5, "b")):
            connection.execute(
                "insert into event_readers (name, xid, event_id) values (%s, %s::text::xid8, %s)",
                [reader, xid, ids[name]],
            )
        assert reset_places(connection)
        assert not reset_places(connection)
        left = connection.execute("""
            select reader.name, array_agg(events.type order by events.xid, events.id)
            from event_readers as reader
            join events on (events.xid, events.id) > (reader.xid, reader.event_id)
                and events.xid < pg_snapshot_xmin(pg_current_snapshot())
            group by reader.name order by reader.name
        """).fetchall()
    assert left == [("quick", ["c"]), ("slow", ["b", "d", "c"])]
