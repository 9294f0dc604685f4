"""What `serve` says when it is ready."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from deskbell.core.config import Settings


def seconds_since_start() -> float:
    """How long this process has run, the interpreter's start included."""
    started_ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_ticks / os.sysconf("SC_CLK_TCK")


def announce(settings: "Settings", notes: Iterable[str]) -> None:
    """Print the addresses and what to do first."""
    base = settings.base_url
    lines = [
        f"Deskbell is ready after {seconds_since_start():.1f} s.",
        "",
        f"  Customers   {base}/",
        f"  Agents      {base}/agent/",
        f"  Admins      {base}/admin/",
        f"  API         {base}/v1/",
        f"  Document    {base}/v1/openapi.json",
        *([f"  Inboxes     {base}/demo/inbox (what customers get by mail)"] if settings.demo else ()),
        f"  Data        {settings.data_dir}",
        *notes,
        "",
        "Ctrl-C stops everything.",
    ]
    click.echo("\n".join(lines))
