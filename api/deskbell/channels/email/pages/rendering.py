"""The pages of mail: those that links of mails lead to, and the inbox of the demonstration."""

from pathlib import Path
from typing import Final

from deskbell.channels.email.parsing.splitting import MARKER_START
from deskbell.core.pages import Pages
from deskbell.kit.html import preview


def _beginning(text: str) -> str:
    """How a mail begins, without the line above which an answer is written."""
    return preview("\n".join(line for line in text.splitlines() if not line.startswith(MARKER_START)), 90)


answer: Final = Pages(Path(__file__).parent / "templates", said=_beginning).answer
