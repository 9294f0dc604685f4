"""Making an accent color readable, exactly as `frontends/shared/session/src/accent.ts` does it."""

from typing import Final

WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
DARK_SURFACE: Final = "#232834"
"""The darkest surface that colored text stands on in the dark."""

_ENOUGH: Final = 4.6
"""What WCAG AA asks of text, and a little for rounding."""

_LINEAR: Final = 0.04045
"""Up to here sRGB is linear."""


def _parts(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(color: str) -> float:
    shares = [part / 255 for part in _parts(color)]
    red, green, blue = (
        share / 12.92 if share <= _LINEAR else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _mix(color: str, other: str, share: float) -> str:
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{int(part + (target - part) * share + 0.5):02x}" for part, target in pairs)


def _readable(color: str, ground: str, towards: str) -> str:
    """The color, moved towards another one just as far as it takes to be read on this ground."""
    found, share = color, 0.0
    while share <= 1 and _contrast(found, ground) < _ENOUGH:
        found = _mix(color, towards, share)
        share += 0.05
    return found


def filled(accent: str) -> str:
    """The accent as the ground of white text."""
    return _readable(accent, WHITE, BLACK)


def anchors(accent: str) -> tuple[str, str]:
    """The accent as text: in the light, and in the dark."""
    deep = _mix(filled(accent), BLACK, 0.18)
    bright = _readable(accent, DARK_SURFACE, WHITE)
    return (
        _readable(deep, _mix(accent, WHITE, 0.88), BLACK),
        _readable(bright, _mix(accent, DARK_SURFACE, 0.88), WHITE),
    )
