"""Noticing that source files have changed, for development."""

from pathlib import Path

import deskbell


class Sources:
    """The Python files of the package."""

    def __init__(self) -> None:
        self._seen = self._state()

    def changed(self) -> bool:
        """Whether a file came, went or was written since the last call."""
        before, self._seen = self._seen, self._state()
        return before != self._seen

    def _state(self) -> dict[str, int]:
        state = {}
        for folder in deskbell.__path__:
            for path in Path(folder).rglob("*.py"):
                try:
                    state[str(path)] = path.stat().st_mtime_ns
                except FileNotFoundError:  # went while we looked
                    continue
        return state
