"""`python -m tests.mutants`: put each fault in, run the tests that watch the place, tell who survived.

The list of survivors stands in `survivors.txt`; it is empty and has to stay so. Each fault has a process of
its own, forked from one that has loaded the product and the tests, and has made no statement yet.
"""

import argparse
import asyncio
import gc
import importlib
import os
import shutil
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from inspect import iscoroutinefunction
from pathlib import Path

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from tests import databases
from tests.mutants.faults import put_in, reload_with
from tests.mutants.mutations import Mutant, mutants
from tests.mutants.targets import TARGETS

from deskbell.core.db import driver_url

ROOT = Path(__file__).parents[2]
SURVIVORS = Path(__file__).with_name("survivors.txt")
SECONDS = 600
"""A fault may make a test wait for ever; it is found then."""
FOUND, NOT_FOUND = 0, 3
NONE = Mutant(-1, "", 0, "", "")
"""No fault: the tests have to pass."""


def main():
    """The exit status says whether every fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TARGETS), help="only these modules")
    parser.add_argument("--list", action="store_true", help="tell the faults and run nothing")
    parser.add_argument("--number", type=int, help="only the fault of this number")
    parser.add_argument("--every", type=int, default=1, help="only every so many")
    parser.add_argument("--together", type=int, default=2, help="how many at a time")
    chosen = parser.parse_args()
    todo = [(name, mutant) for name in chosen.modules for mutant in _of(name)][:: chosen.every]
    if chosen.number is not None:
        todo = [(name, mutant) for name, mutant in todo if mutant.number == chosen.number]
    if chosen.list:
        sys.stdout.writelines(f"{name} {mutant.number}: {mutant}\n" for name, mutant in todo)
        sys.stdout.write(f"{len(todo)} faults\n")
        return 0
    survivors = _play(todo, chosen.together)
    sys.stdout.write(f"{len(todo)} faults, {len(survivors)} not found\n")
    if set(chosen.modules) == set(TARGETS) and chosen.number is None and chosen.every == 1:
        SURVIVORS.write_text("".join(survivors), encoding="utf-8")
    return 1 if survivors else 0


def _of(name):
    """The faults of a module."""
    place = ROOT / Path("api", *name.split(".")).with_suffix(".py")
    return mutants(place.read_text(encoding="utf-8"), TARGETS[name].functions)


def _play(todo, together):
    """Each fault against its tests, some at a time; those that nothing found."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-mutants-"))
    folder.chmod(0o711)
    os.environ[databases.FOLDER] = str(folder)
    clusters = databases.make_servers(folder)
    survivors, running = [], {}
    try:
        free = [databases.clone("rolled-back", f"mutant{number}") for number in range(together)]
        _load({name for name, _ in todo})
        without = [(name, NONE) for name in dict.fromkeys(name for name, _ in todo)]
        for name, mutant in [*without, *todo]:
            while not free:
                survivors += _ended(running, free)
            url = free.pop()
            running[_forked(name, mutant.number, url)] = (name, mutant, url)
        while running:
            survivors += _ended(running, free)
    finally:
        for number in running:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        for each in clusters:
            each.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return survivors


def _load(names):
    """Everything that a test needs, once; what the tests print is of no interest."""
    importlib.import_module("deskbell.main")
    importlib.import_module("tests.conftest")
    for name in names:
        for test in TARGETS[name].tests:
            importlib.import_module(test.partition(":")[0])
    gc.collect()
    gc.freeze()


def _ended(running, free):
    """Wait for one to end; what is to be written of it in the list of survivors."""
    process, status = os.wait()
    name, mutant, url = running.pop(process)
    free.append(url)
    outcome = os.waitstatus_to_exitcode(status)
    if mutant is NONE:
        if outcome != NOT_FOUND:
            message = f"The tests of {name} fail without any fault."
            raise RuntimeError(message)
        return []
    words = {FOUND: "found", NOT_FOUND: "NOT FOUND", -signal.SIGALRM: "endless"}
    word = words.get(outcome, f"no answer ({outcome})")
    sys.stdout.write(f"{word:10} {name} {mutant.number}: {mutant}\n")
    sys.stdout.flush()
    return [] if word in {"found", "endless"} else [f"{name}: {mutant}\n"]


def _forked(name, number, url):
    """A process that runs the tests with this fault."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    signal.alarm(SECONDS)
    outcome = 1
    with suppress(BaseException):
        outcome = asyncio.run(_tried(name, number, url))
    os._exit(outcome)


async def _tried(name, number, url):
    """Whether a test fails, whichever way: what it raises says that the fault was found."""
    target = TARGETS[name]
    if number != NONE.number:
        (reload_with if target.reloaded else put_in)(name, number, target.functions)
    engine = create_async_engine(driver_url(url, "asyncpg"), poolclass=NullPool)
    try:
        for each in target.tests:
            await _run(engine, each)
    except BaseException as found:  # noqa: BLE001 - pytest's own failures are none of Exception
        if "DESKBELL_MUTANTS_TALK" in os.environ:
            traceback.print_exception(found)
        return FOUND
    return NOT_FOUND


async def _run(engine, test):
    from tests.conftest import undone

    module, _, name = test.partition(":")
    function = getattr(sys.modules[module], name)
    if not iscoroutinefunction(function):
        function()
        return
    async with engine.connect() as connection, undone(connection) as database, database.sessions() as session:
        await function(session)


if __name__ == "__main__":
    sys.exit(main())
