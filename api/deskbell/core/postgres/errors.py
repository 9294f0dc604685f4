"""What can go wrong with the private PostgreSQL, each said in one sentence for the person at the terminal."""


class PostgresError(Exception):
    """The private PostgreSQL can't do what was asked; the message is one sentence for people."""


class BinariesMissing(PostgresError):
    """No PostgreSQL programs were found."""


class DataFolderUnusable(PostgresError):
    """The data folder can't be written, can't be reached, or belongs to another PostgreSQL."""


class ServerFailed(PostgresError):
    """PostgreSQL ended by itself or did not answer in time."""
