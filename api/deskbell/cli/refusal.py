"""What a command says when it can't: one sentence, and exit status 2."""

import sys

import click

CHANGE_IT = "Change it or take it out of the environment."


class Refusal(click.ClickException):
    """A sentence for the person at the terminal."""

    exit_code = 2


def as_sentence(error: BaseException) -> str | None:
    """The plain reason of an error of which we know one; None for a bug."""
    for module, names, tell in (
        ("deskbell.core.postgres.errors", ("PostgresError",), str),
        ("deskbell.core.storage.bucket", ("UnusableBucket",), str),
        ("deskbell.core.keys", ("UnusableKey",), str),
        ("deskbell.core.problems", ("Problem",), _problem),
        ("pydantic", ("ValidationError",), _bad_settings),
        ("pydantic_settings.exceptions", ("SettingsError",), _unreadable_setting),
        ("psycopg", ("OperationalError",), _database_away),
        ("sqlalchemy.exc", ("OperationalError", "ArgumentError"), _database_away),
    ):
        loaded = sys.modules.get(module)  # an error of a module that nobody loaded can't have been raised
        if loaded is not None and isinstance(error, tuple(getattr(loaded, name) for name in names)):
            return tell(error)
    if isinstance(error, ConnectionError | TimeoutError):
        return _database_away(error)
    return None


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return f"DESKBELL_{field.upper()}"


def _bad_settings(error: BaseException) -> str | None:
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    parts = []
    for wrong in error.errors(include_url=False, include_context=False):
        name = variable(str(wrong["loc"][0])) if wrong["loc"] else "A setting"
        reason = wrong["msg"].removeprefix("Value error, ").removeprefix("Input ")
        given = "not usable" if "DATABASE" in name else repr(wrong["input"])  # it may hold a password
        parts.append(f"{name} is {given}: {reason[:1].lower() + reason[1:]}.")
    return " ".join([*parts, CHANGE_IT])


def _unreadable_setting(error: BaseException) -> str | None:
    field = str(error).partition('"')[2].partition('"')[0]
    return f"{variable(field)} is not JSON of the right shape. {CHANGE_IT}" if field else None


def _database_away(error: BaseException) -> str:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    return f"The database can't be reached: {reason[0]}. DESKBELL_DATABASE_URL says where it is."


def _problem(error: BaseException) -> str:
    detail = getattr(error, "detail", None)
    title = str(getattr(error, "title", error))
    return f"{title}: {detail}" if detail else f"{title}."
