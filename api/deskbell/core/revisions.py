"""Which schema this version needs, read from the migrations' files without the cost of importing Alembic."""

import re
from pathlib import Path

ASSIGNED = re.compile(r"""^(down_)?revision\b[^=]*=\s*(?:["']([^"']+)["']|None)""", re.MULTILINE)


def migrations_folder() -> Path:
    """The migrations: beside the package in a checkout, inside it in an installed wheel."""
    inside = Path(__file__).parent.parent / "migrations"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "migrations"


def newest_revision() -> str:
    """The revision that this version needs: the only one that no other follows."""
    found: set[str] = set()
    followed: set[str] = set()
    for path in (migrations_folder() / "versions").glob("*.py"):
        for down, revision in ASSIGNED.findall(path.read_text()):
            if revision:
                (followed if down else found).add(revision)
    heads = found - followed
    if len(heads) != 1:
        message = f"there are {len(heads)} newest migrations, not one"
        raise RuntimeError(message)
    return heads.pop()


def known_revisions() -> set[str]:
    """Every revision that this version knows a way from."""
    texts = (path.read_text() for path in (migrations_folder() / "versions").glob("*.py"))
    return {revision for text in texts for down, revision in ASSIGNED.findall(text) if not down and revision}
