"""`deskbell openapi`."""

from pathlib import Path

import click

from deskbell.cli.refusal import Refusal


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the files differ from the code.")
@click.option(
    "--folder", default="openapi", show_default=True, type=click.Path(path_type=Path, file_okay=False)
)
def openapi(check: bool, folder: Path) -> None:
    """Write openapi.json and permissions.md (method, path, scope, act) from the code."""
    for name, text in _documents().items():
        path = folder / name
        if path.is_file() and path.read_text() == text:
            continue
        if check:
            message = f"{path} is not that of the code: run `deskbell openapi` and read what changed."
            raise Refusal(message)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        click.echo(f"Wrote {path}.")


def _documents() -> dict[str, str]:
    """The generated files by name; they are the same on every machine, whatever is set there."""
    import json

    from deskbell.core.openapi import permissions_table
    from deskbell.main import create_app

    document = create_app().openapi()
    return {
        "openapi.json": json.dumps(document, indent=2, ensure_ascii=False) + "\n",
        "permissions.md": permissions_table(document),
    }
