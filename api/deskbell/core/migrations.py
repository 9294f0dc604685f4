"""Bringing a database to the schema of this version."""

from alembic import command
from alembic.config import Config

from deskbell.core.revisions import migrations_folder


def _config(database_url: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["url"] = database_url
    return config


def migrate(database_url: str) -> None:
    """Run what is missing; nothing happens when the schema is new enough."""
    command.upgrade(_config(database_url), "head")


def check(database_url: str) -> None:
    """Raise when the models say something else than the migrations."""
    command.check(_config(database_url))
