import re
from pathlib import Path

import pytest

from deskbell.channels.email.parsing.html_quotes import html_fold

BOMBS = {
    "nested quotes": '<div class="gmail_quote">' * 8_000,
    "many quotes": '<div class="gmail_quote">x</div>y' * 6_000,
    "angles": "<" * 200_000,
    "open quotes": '<a "' * 50_000,
    "open comments": "<!--" * 50_000,
    "many blockquotes": "x:<blockquote>x</blockquote>y" * 7_000,
    "open styles": "<style>" * 30_000,
    "rules": '<div style="border-top:solid #E1E1E1 1.0pt">' * 4_000,
}


def cases():
    written = Path(__file__).with_name("html_quotes.txt").read_text(encoding="utf-8")
    for section in re.split(r"^### ", written, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        reply, _, quote = body.partition("<<< quote\n")
        yield pytest.param(reply, quote, id=name)


@pytest.mark.parametrize(("reply", "quote"), list(cases()))
def test_quote_block_begins_the_fold_and_all_else_stays(reply, quote):
    html = reply + quote
    assert html[: html_fold(html)] == reply


def test_nothing_has_no_fold():
    assert html_fold("") == 0


def test_anchor_of_ours_begins_the_fold():
    html = "<p>Hi</p><p>ticket+abc@help.example.org</p><p>old</p>"
    assert html[: html_fold(html, ["ticket+abc@help.example.org"])] == "<p>Hi</p>"


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_look_at_few_places(bomb, monkeypatch):
    looks = 0
    inner = html_fold.__globals__["_visible"]

    def counted(html):
        nonlocal looks
        looks += 1
        return inner(html)

    monkeypatch.setitem(html_fold.__globals__, "_visible", counted)
    assert 0 <= html_fold(bomb) <= len(bomb)
    assert looks <= 102
