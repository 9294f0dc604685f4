"""The first page has the accent as the app will have it: `accent.test.ts` holds the same values."""

import pytest

from deskbell.kit.colors import anchors, filled


@pytest.mark.parametrize(
    ("accent", "ground", "light", "dark"),
    [
        ("#ffee00", "#807700", "#696200", "#ffee00"),
        ("#e03131", "#d52f2f", "#af2727", "#ea7676"),
        ("#111111", "#111111", "#0e0e0e", "#949494"),
        ("#ffffff", "#737373", "#5e5e5e", "#ffffff"),
    ],
)
def test_an_accent_is_made_readable(accent, ground, light, dark):
    assert (filled(accent), *anchors(accent)) == (ground, light, dark)
