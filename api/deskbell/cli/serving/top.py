"""The top process: the only supervisor. Everything else is its child and ends with it."""

import gc
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from deskbell.cli.database import check_answers, direct_url, migrate, needs_migration
from deskbell.cli.serving import processes
from deskbell.cli.serving.announcement import announce
from deskbell.cli.serving.child import Child
from deskbell.cli.serving.first_steps import fill_demonstration, print_setup_link, sign_ins
from deskbell.cli.serving.forking import STOPPING, fork, run_in_child
from deskbell.cli.serving.listening import listen
from deskbell.cli.serving.lock import ServeLock, was_killed
from deskbell.cli.serving.mail_doors import Door, close_doors, mail_notes, open_mail_doors
from deskbell.cli.serving.readiness import answers
from deskbell.cli.serving.reloading import Sources
from deskbell.cli.serving.server import LOOK_EVERY_SECONDS, KeptServer
from deskbell.core.postgres import prepare_data_folder

if TYPE_CHECKING:
    from fastapi import FastAPI

    from deskbell.core.config import Settings

STOP_TIMEOUT = 10
PATIENCE_AFTER_KILL = 5


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C, sent SIGTERM or closed the terminal."""


class Top:
    """One run of `deskbell serve`."""

    def __init__(self, settings: "Settings", *, demo: bool, reload: bool) -> None:
        self.settings = settings
        self.demo = demo
        self.sources = Sources() if reload else None
        self.server = None if settings.database_url else KeptServer(settings)
        self.children: list[Child] = []
        self.mail_doors: list[Door] = []
        self._ready = False

    def run(self) -> None:
        """Serve until told to stop, then end everything; raises Refusal when it can't be begun."""
        os.umask(0o077)
        with _stop_raises():
            try:
                with ExitStack() as ending:  # what was started last ends first
                    listener, lock = self._open(ending)
                    build = self._start(ending)
                    self._prepare_database()
                    self._plan_children(build, listener, lock)
                    ending.callback(self._stop_children)
                    self._watch()
            except StopRequested:
                click.echo("Stopped.", err=True)

    def _open(self, ending: ExitStack) -> tuple[socket.socket, ServeLock]:
        data_dir = self.server.data_dir if self.server else prepare_data_folder(self.settings.data_dir)
        self.settings = self.settings.model_copy(update={"data_dir": data_dir})
        patience = PATIENCE_AFTER_KILL if was_killed(data_dir) else 0
        listener = listen(self.settings.host, self.settings.port, patience)
        ending.callback(listener.close)
        self.mail_doors = open_mail_doors(self.settings)
        ending.callback(close_doors, self.mail_doors)
        lock = ServeLock(data_dir)
        ending.callback(lock.release)
        return listener, lock

    def _start(self, ending: ExitStack) -> "Callable[[], FastAPI]":
        """Import the application while PostgreSQL starts: two processors are busy, and neither waits."""
        if self.server is None:
            check_answers(direct_url(self.settings))
            return self._builder()
        with self.server.starting(ending) as address:
            self.settings = self.settings.model_copy(update={"database_url": address})
            return self._builder()

    def _prepare_database(self) -> None:
        url = direct_url(self.settings)
        if needs_migration(url):
            run_in_child(partial(migrate, url), "Bringing the database to this version's schema")
        if self.demo:
            run_in_child(partial(fill_demonstration, self.settings), "Filling the demonstration")

    def _plan_children(
        self, build: "Callable[[], FastAPI]", listener: socket.socket, lock: ServeLock
    ) -> None:
        """The application is imported once: every child is a copy of this process."""
        gc.freeze()  # the collector never touches, so never copies, what the children share
        gc.set_threshold(10_000, 20, 20)  # of what a request makes, next to nothing is a cycle
        gc.enable()
        held, ports = lock.descriptor, [listener.fileno(), *(door.fileno() for _, door in self.mail_doors)]
        serve = partial(processes.serve_api, build, listener, self.mail_doors)
        counters = build().state.counters if self.sources is None else None
        work = partial(processes.run_worker, self.settings, counters)
        apis = [
            Child("API", partial(fork, partial(serve, number), [held]))
            for number in range(self.settings.api_processes)
        ]
        self.children = [*apis, Child("worker", partial(fork, work, [held, *ports]))]

    def _builder(self) -> "Callable[[], FastAPI]":
        """What gives a child the application: ours, or one that it imports itself so as to reload it."""
        if self.sources is not None:
            return partial(processes.build_application, self.settings)
        application = processes.build_application(self.settings)
        return lambda: application

    def _watch(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # none is missed between two waits
        while True:
            now = time.monotonic()
            if self.server is not None:
                self.server.keep_running(now)
            for child in self.children:
                child.keep_running(now)
            if not self._ready and answers(self.settings):
                self._ready = True
                self._say_ready()
            if self.sources is not None and self.sources.changed():
                click.echo("Sources changed: API and worker start again.", err=True)
                self._stop_children()
                continue
            signal.sigtimedwait([signal.SIGCHLD], self._pause(now))

    def _pause(self, now: float) -> float:
        """How long to wait for the end of a child before looking at what no signal tells of."""
        due = [child.seconds_until_due(now) for child in self.children]
        pauses = [60.0, *(seconds for seconds in due if seconds is not None)]
        if not self._ready:
            pauses.append(0.02)
        if self.sources is not None or (self.server is not None and self.server.unseen()):
            pauses.append(LOOK_EVERY_SECONDS)
        return min(pauses)

    def _say_ready(self) -> None:
        announce(self.settings, [*mail_notes(self.mail_doors), *(sign_ins() if self.demo else ())])
        if not self.demo:
            run_in_child(partial(print_setup_link, self.settings), "Making the set-up link")

    def _stop_children(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_TIMEOUT
        for child in self.children:
            child.wait_until_stopped(deadline)


@contextmanager
def _stop_raises() -> Iterator[None]:
    """Let the signals that ask us to stop raise StopRequested, once: each step of ending has a deadline."""

    def stop(*_: object) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested

    for each in STOPPING:
        signal.signal(each, stop)
    yield
