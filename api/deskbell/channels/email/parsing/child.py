"""The process that reads mail: `python -m deskbell.channels.email.parsing.child`, mails in, answers out.

It has little memory, little time for each mail, and nothing to write to but its answer. It ends with its
input, so it never outlives the one that started it.
"""

import math
import resource
import signal
import sys
import time
from types import FrameType
from typing import BinaryIO, Final

from deskbell.channels.email.parsing.parsed import Parsed
from deskbell.channels.email.parsing.reading import OutOfTime, headers_only, parse
from deskbell.channels.email.parsing.wire import HEADERS_ONLY, READY, REQUEST, answer

# Of address space, which real memory never exceeds.
MEMORY: Final = 300_000_000
# Of processor time, until a parse is given up; a library's call that can't be stopped is killed soon after.
SECONDS: Final = 0.9
SECONDS_UNTIL_KILLED: Final = 1
_OPEN_FILES: Final = 32
_BUFFER: Final = 262_144


def main() -> None:
    """Answer mails until the input ends."""
    _limit()
    signal.signal(signal.SIGPROF, _out_of_time)
    with open(0, "rb", _BUFFER) as mails, open(1, "wb", _BUFFER) as answers:
        answers.write(READY)
        answers.flush()
        while _answer_one(mails, answers):
            pass


def _answer_one(mails: BinaryIO, answers: BinaryIO) -> bool:
    head = mails.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return False
    kind, length = REQUEST.unpack(head)
    try:
        raw = mails.read(length)
    except MemoryError:  # the rest of the mail can't be passed over: end, and the other side asks for headers
        return False
    if len(raw) < length:
        return False
    answers.writelines(answer(headers_only(raw, "") if kind == HEADERS_ONLY else _within_limits(raw)))
    answers.flush()
    return True


def _within_limits(raw: bytes) -> Parsed:
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + SECONDS_UNTIL_KILLED, hard))
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            return parse(raw)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except OutOfTime:  # between the parse's end and its own handling
        return headers_only(raw, "time")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTime


if __name__ == "__main__":
    main()
    sys.exit(0)
