"""`deskbell openapi`."""

from pathlib import Path

import click

from deskbell.cli.refusal import Refusal

RELEASED = "released.json"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the files differ from the code.")
@click.option(
    "--release",
    is_flag=True,
    help="Write released.json too: from now on, what breaks programs written for it fails a test.",
)
@click.option(
    "--folder", default="openapi", show_default=True, type=click.Path(path_type=Path, file_okay=False)
)
def openapi(check: bool, release: bool, folder: Path) -> None:
    """Write openapi.json and permissions.md (method, path, scope, act) from the code."""
    documents = _documents()
    if release:
        documents[RELEASED] = documents["openapi.json"]
    for name, text in documents.items():
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
    from tempfile import TemporaryDirectory

    from deskbell.core.config import Settings
    from deskbell.core.openapi import as_text, permissions
    from deskbell.main import create_app

    with TemporaryDirectory() as folder:  # for the keys of an installation that is never used
        settings = Settings(data_dir=Path(folder), database_url="postgresql://localhost/none")
        document = create_app(settings).openapi()
    return {"openapi.json": as_text(document), "permissions.md": permissions(document)}
