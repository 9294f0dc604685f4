"""Settings as a command has them: the environment, and over it what was given as options."""

import os
from typing import TYPE_CHECKING, Any

import click

from deskbell.cli.refusal import variable

if TYPE_CHECKING:
    from deskbell.core.config import Settings
    from deskbell.core.postgres import Cluster


def load_settings(**options: Any) -> "Settings":
    """Read the settings; options that were not given (None) change nothing."""
    from deskbell.core.config import Settings

    known = {variable(field) for field in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith("DESKBELL_") and name not in known:
            click.echo(f"There is no setting {name}: it changes nothing.", err=True)
    return Settings(**{name: value for name, value in options.items() if value is not None})


def private_server(settings: "Settings") -> "Cluster":
    """The private PostgreSQL of these settings, not started."""
    from deskbell.core.postgres import Cluster

    return Cluster(settings.data_dir, binaries=settings.postgres_bin, user=settings.postgres_user)
