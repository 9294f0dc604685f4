"""`deskbell serve`."""

import gc
from pathlib import Path
from typing import Any

import click

from deskbell.cli.configuration import load_settings


@click.command()
@click.option("--demo", is_flag=True, help="Fill a small demonstration helpdesk and print its sign-ins.")
@click.option("--host", help="Address to listen on (DESKBELL_HOST).")
@click.option("--port", type=int, help="Port to listen on (DESKBELL_PORT).")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Data folder (DESKBELL_DATA_DIR).")
@click.option("--workers", "api_processes", type=int, help="API processes (DESKBELL_API_PROCESSES).")
@click.option("--reload", is_flag=True, help="Start API and worker again when a source file changes.")
def serve(demo: bool, reload: bool, **options: Any) -> None:
    """Run the helpdesk: PostgreSQL, API, worker and pages on one port.

    This process is the only supervisor: it restarts what ends by itself; Ctrl-C or SIGTERM ends everything.
    """
    gc.disable()  # until all is imported: what imports make stays, and looking through it costs a fifth
    from deskbell.cli.serving.top import Top

    Top(load_settings(demo=demo or None, **options), demo=demo, reload=reload).run()
