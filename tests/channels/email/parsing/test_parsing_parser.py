import asyncio
import os
import signal
from contextlib import suppress

import pytest
from tests.channels.email.parsing.bombs import ENVELOPE, large_file

from deskbell.channels.email.parsing import child as child_module
from deskbell.channels.email.parsing import parse
from deskbell.channels.email.parsing import process as process_module
from deskbell.channels.email.parsing.parser import Parser
from deskbell.channels.email.parsing.process import Process

FATAL = """
import os, signal, sys, time
from deskbell.channels.email.parsing import child, reading

def parse(raw):
    if b"slow" in raw:
        while True:
            pass
    if b"stuck" in raw:
        while True:
            time.sleep(0.01)
    if b"stubborn" in raw:
        while True:
            try:
                while True:
                    pass
            except reading.OutOfTime:
                pass
    if b"greedy" in raw:
        try:
            return [bytearray(100_000_000) for _ in range(10)]
        except MemoryError:
            return reading.headers_only(raw, "memory")
    if b"deadly" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return reading.parse(raw)

headers_only = reading.headers_only
def also_deadly(raw, reason):
    if b"merciless" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return headers_only(raw, reason)

child.parse = parse
child.headers_only = also_deadly
child.main()
"""


def mail(number, word=b"ordinary"):
    return b"From: anna@example.org\nSubject: %d\nMessage-ID: <%d@example.org>\n\n%s" % (number, number, word)


@pytest.fixture
def starts(monkeypatch):
    """The numbers of the children that were started."""
    found = []
    started = Process.start.__func__

    async def start(cls):
        process = await started(cls)
        found.append(process.pid)
        return process

    monkeypatch.setattr(Process, "start", classmethod(start))
    return found


@pytest.fixture
def fatal(monkeypatch, tmp_path):
    """Children that certain words in a mail do harm to."""
    paths = [str(tmp_path), *process_module.search_path()]
    (tmp_path / "deadly_child.py").write_text(FATAL, encoding="utf-8")
    monkeypatch.setattr(process_module, "_MODULE", "deadly_child")
    monkeypatch.setattr(process_module, "search_path", lambda: paths)


async def test_child_says_what_the_function_says():
    raw = (
        ENVELOPE
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nT\xc3\xbcr\n"
        + b"--b\nContent-Type: a/b\n\n\0\xff\n--b--"
    )
    async with Parser() as parser:
        assert await parser.parse(raw) == parse(raw)


async def test_many_at_once_get_their_own_answers(starts):
    async with Parser(2) as parser:
        answers = await asyncio.gather(*(parser.parse(mail(number)) for number in range(500)))
    assert [answer.headers.subject for answer in answers] == [str(number) for number in range(500)]
    assert len(starts) <= 2


async def test_child_is_recycled(starts):
    async with Parser(recycle_after=10) as parser:
        answers = await asyncio.gather(*(parser.parse(mail(number)) for number in range(35)))
    assert [answer.headers.subject for answer in answers] == [str(number) for number in range(35)]
    assert len(starts) == 4


async def test_large_answers_pass():
    async with Parser() as parser:
        one, two = await asyncio.gather(parser.parse(large_file()), parser.parse(large_file()))
    assert one.attachments[0].sha256 == two.attachments[0].sha256
    assert len(one.attachments[0].content) == 11 * 1_680_000


async def test_killed_child_loses_no_mail(starts):
    async with Parser() as parser:
        await parser.parse(mail(0))
        os.kill(starts[0], signal.SIGKILL)
        answers = await asyncio.gather(*(parser.parse(mail(number)) for number in range(50)))
    assert [answer.headers.subject for answer in answers] == [str(number) for number in range(50)]
    assert not any(answer.unreadable for answer in answers)


async def test_child_killed_at_work_loses_no_mail(starts):
    async with Parser() as parser:
        work = [asyncio.create_task(parser.parse(mail(number))) for number in range(2_000)]
        for number in (10, 700, 1_400):
            await work[number]
            with suppress(ProcessLookupError):
                os.kill(starts[-1], signal.SIGKILL)
        answers = await asyncio.gather(*work)
    assert [answer.headers.subject for answer in answers] == [str(number) for number in range(2_000)]
    assert not any(answer.unreadable for answer in answers)
    assert len(starts) > 1


@pytest.mark.parametrize(
    ("word", "reason", "children"),
    [(b"slow", "time", 2), (b"stubborn", "time", 3), (b"greedy", "memory", 2), (b"deadly", "killed", 5)],
)
@pytest.mark.usefixtures("fatal")
async def test_harmful_mail_keeps_its_headers_and_the_others_are_read(word, reason, children, starts):
    async with Parser() as parser:
        mails = [mail(0), mail(1, word), mail(2), mail(3)]
        answers = await asyncio.gather(*(parser.parse(raw) for raw in mails))
    assert [answer.headers.subject for answer in answers] == ["0", "1", "2", "3"]
    assert [answer.unreadable for answer in answers] == ["", reason, "", ""]
    assert [answer.text for answer in answers] == ["ordinary", "", "ordinary", "ordinary"]
    assert len(starts) <= children


@pytest.mark.usefixtures("fatal")
async def test_mail_that_takes_no_processor_time_is_given_up_by_the_clock():
    async with Parser(patience=1) as parser:
        answers = await asyncio.gather(parser.parse(mail(1, b"stuck")), parser.parse(mail(2)))
    assert [answer.unreadable for answer in answers] == ["time", ""]
    assert answers[0].headers.subject == "1"


@pytest.mark.usefixtures("fatal")
async def test_mail_whose_headers_kill_is_still_answered():
    async with Parser() as parser:
        answers = await asyncio.gather(parser.parse(mail(1, b"deadly merciless")), parser.parse(mail(2)))
    assert [answer.unreadable for answer in answers] == ["killed", ""]


@pytest.mark.usefixtures("fatal")
async def test_one_harmful_mail_does_not_hold_up_a_second_child():
    async with Parser(2) as parser:
        slow = asyncio.create_task(parser.parse(mail(1, b"stuck")))
        await asyncio.sleep(0)
        answer = await parser.parse(mail(2))
        assert answer.text == "ordinary"
        assert not slow.done()
        slow.cancel()


async def test_closing_gives_up_what_waits_and_ends_the_children(starts):
    parser = Parser()
    waiting = [asyncio.create_task(parser.parse(mail(number))) for number in range(200)]
    await asyncio.sleep(0)
    await parser.close()
    assert all(
        isinstance(end, asyncio.CancelledError)
        for end in await asyncio.gather(*waiting, return_exceptions=True)
    )
    for pid in starts:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_no_process_to_be_had_is_told(monkeypatch):
    async def none(_cls):
        raise OSError("Resource temporarily unavailable")

    parser = Parser()
    with monkeypatch.context() as patch:
        patch.setattr(Process, "start", classmethod(none))
        with pytest.raises(OSError, match="temporarily"):
            await parser.parse(mail(1))
    assert (await parser.parse(mail(2))).text == "ordinary"
    await parser.close()


def test_limits_are_those_promised():
    assert child_module.MEMORY <= 300_000_000
    assert child_module.SECONDS + child_module.SECONDS_UNTIL_KILLED < 2


async def test_child_that_ends_before_it_is_ready_is_no_mails_fault(monkeypatch):
    monkeypatch.setattr(process_module, "_MODULE", "deskbell.no_such_module")
    async with Parser() as parser:
        with pytest.raises(OSError, match="before it is ready"):
            await parser.parse(mail(1))
