"""`deskbell settings-table`."""

from pathlib import Path

import click

from deskbell.cli.refusal import Refusal, variable

START = "<!-- settings: made by `deskbell settings-table`, checked by `make check` -->"
END = "<!-- /settings -->"


@click.command("settings-table")
@click.option("--check", is_flag=True, help="Write nothing; fail when the file differs from the code.")
@click.option(
    "--file", "path", default="README.md", show_default=True, type=click.Path(path_type=Path, dir_okay=False)
)
def settings_table(check: bool, path: Path) -> None:
    """Write the table of settings into README.md, from the code."""
    try:
        before = path.read_text()
        head, rest = before.split(START)
        tail = rest.split(END)[1]
    except (OSError, ValueError, IndexError):
        message = f"{path} has no place for the table of settings: a line '{START}' and a line '{END}'."
        raise Refusal(message) from None
    after = f"{head}{START}\n{_table()}{END}{tail}"
    if check and after != before:
        message = f"The table of settings in {path} is not that of the code: run `deskbell settings-table`."
        raise Refusal(message)
    if after != before:
        path.write_text(after)


def _table() -> str:
    from deskbell.core.config import Settings

    lines = ["| setting | default | meaning |", "|---|---|---|"]
    lines += [
        f"| `{variable(name)}` | {_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(lines) + "\n"


def _default(name: str) -> str:
    """The default as it is written in the environment."""
    from datetime import timedelta

    from pydantic import TypeAdapter

    from deskbell.core.config import Settings

    field = Settings.model_fields[name]
    if name == "data_dir":
        return "`~/.local/share/deskbell`, as root `/var/lib/deskbell`"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, timedelta):
        return f"`{TypeAdapter(timedelta).dump_python(value, mode='json')}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
