"""Each bomb goes to a child of its own; the kernel says what it took of processor time and real memory."""

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread

import pytest
from tests.channels.email.parsing.bombs import BOMBS, too_large

from deskbell.channels.email.parsing import limits
from deskbell.channels.email.parsing.wire import ANSWER, READY, WHOLE, request, unpacked

PACKAGES = Path(__file__).parents[4] / "api"
ORDINARY = b"From: anna@example.org\nSubject: Door\nMessage-ID: <next@example.org>\n\nHello"


class Child:
    """A child that reads mail, and what it has used."""

    def __enter__(self):
        command = [sys.executable, "-m", "deskbell.channels.email.parsing.child"]
        self.process = Popen(command, stdin=PIPE, stdout=PIPE, env={"PYTHONPATH": str(PACKAGES)})
        assert self.process.stdout.read(len(READY)) == READY
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def read(self, raw):
        writer = Thread(target=self._write, args=(request(WHOLE, raw), raw))
        writer.start()
        body, files = ANSWER.unpack(self.process.stdout.read(ANSWER.size))
        parsed = unpacked(self.process.stdout.read(body), self.process.stdout.read(files))
        writer.join()
        return parsed

    def _write(self, *pieces):
        for piece in pieces:
            self.process.stdin.write(piece)
        self.process.stdin.flush()

    def peak(self):
        """Bytes of real memory, at most so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    def seconds(self):
        """Of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bomb_is_read_within_limits_and_the_next_mail_too(bomb):
    raw = bomb()
    with Child() as child:
        parsed = child.read(raw)
        assert child.seconds() < 2
        assert child.peak() < 300_000_000
        after = child.read(ORDINARY)
    assert not parsed.unreadable
    found = [parsed.text, *(inner.text for inner in parsed.nested)]
    files = [file.content for file in parsed.attachments]
    assert (
        any("kept" in text for text in found)
        or any(b"kept" in content for content in files)
        or parsed.headers.subject
    )
    assert after.headers.message_id == "next@example.org"


def test_mail_beyond_the_limit_keeps_its_headers():
    raw = too_large()
    assert len(raw) > limits.MAX_MAIL
    with Child() as child:
        parsed = child.read(raw)
        assert child.peak() < 300_000_000
    assert (parsed.unreadable, parsed.headers.message_id) == ("too_large", "bomb@example.net")


def test_large_file_is_exact():
    with Child() as child:
        parsed = child.read(BOMBS["large_file"]())
    assert parsed.attachments[0].content == b"\x00\x10\x83deskbell" * 1_680_000


def test_child_ends_with_its_input():
    with Child() as child:
        child.process.stdin.close()
        assert child.process.wait(timeout=30) == 0
