"""Text that was broken into lines only for its way (RFC 3676), put together again."""

from typing import Final

_SIGNATURE: Final = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """The paragraphs as lines; quotes keep their depth, and a signature's line stands alone."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        content = content.removeprefix(" ")
        joins = open_depth == depth and content != _SIGNATURE
        if joins:
            out.append(content)
        else:
            out.append(("\n" if out else "") + (">" * depth + " " if depth else "") + content)
        flows = content.endswith(" ") and content != _SIGNATURE
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else None
    return "".join(out)
