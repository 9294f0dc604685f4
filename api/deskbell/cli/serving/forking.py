"""Children by fork: they share the imported application's memory, and never outlive the top process."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress

from deskbell.cli.refusal import Refusal, as_sentence

GRACE_SECONDS = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PARENT_ENDED = signal.SIGUSR2


def fork(run: Callable[[], None], close: Iterable[int] = ()) -> int:
    """Run a function in a child of its own session, which closes the descriptors `close`; return its pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    signal.pthread_sigmask(
        signal.SIG_BLOCK, STOPPING
    )  # ours raise; the child's must not, before they are its own
    pid = os.fork()
    if pid == 0:
        _be_child(run, close, parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    return pid


def run_in_child(run: Callable[[], None], what: str) -> None:
    """Run a function in a child and wait for it. Raises Refusal when it failed; it has said why."""
    pid = fork(run)
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except BaseException:
        with suppress(
            ProcessLookupError, ChildProcessError
        ):  # it may have ended, and been waited for, just now
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise
    if status != 0:
        message = f"{what} failed."
        raise Refusal(message)


def _be_child(run: Callable[[], None], close: Iterable[int], parent: int) -> None:
    status = 1
    try:
        os.setsid()  # a Ctrl-C at the terminal reaches the top process only, which ends us in order
        for descriptor in close:
            os.close(descriptor)
        for each in STOPPING:
            signal.signal(each, signal.SIG_DFL)
        _end_with_parent(parent)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        run()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - nothing may return into the top process's code
        sentence = as_sentence(error)
        sys.stderr.write(f"{sentence}\n" if sentence else traceback.format_exc())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(parent: int) -> None:
    """When the top process is killed: end in good order, and after a second in any."""
    from deskbell.core.postgres.process import die_with_parent

    def end(*_: object) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(GRACE_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(PARENT_ENDED, end)
    die_with_parent(PARENT_ENDED)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
