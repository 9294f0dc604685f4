import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.channels.email.parsing.splitting import MAX_LINES, split_reply

KILO = 1_000


def cases():
    written = Path(__file__).with_name("replies.txt").read_text(encoding="utf-8")
    for section in re.split(r"^### ", written, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        parts = re.split(r"^<<< (signature|quote)\n", body, flags=re.MULTILINE)
        kinds = {"reply": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
        yield pytest.param(kinds, id=name)


@pytest.mark.parametrize("kinds", list(cases()))
def test_reply_is_kept_and_quote_is_folded(kinds):
    text = "".join(kinds.values())
    split = split_reply(text)
    assert split.text == text
    assert split.reply == kinds["reply"].strip()
    assert split.signed == kinds.get("signature", "").strip()
    assert split.text[split.fold :].strip() == kinds.get("quote", "").strip()


def test_table_is_large_enough():
    names = [case.id for case in cases()]
    assert len(names) >= 48
    assert len({name.split(",")[0] for name in names}) >= 12


def test_carriage_returns_change_nothing():
    text = "Yes.\r\n\r\nOn Mon, 5 Jan 2026 at 10:00, Anna <a@example.org> wrote:\r\n> No?\r\n"
    split = split_reply(text)
    assert (split.reply, split.fold) == ("Yes.", 8)


def test_answer_below_the_quote_is_the_reply():
    text = "On Mon, 5 Jan 2026, Anna <a@example.org> wrote:\n> Which door?\n> Anna\n\nThe red one.\n"
    split = split_reply(text)
    assert split.reply == "The red one."
    assert split.fold == len(text)
    assert split.quote.endswith("> Anna\n")


def test_quote_alone_is_shown():
    assert split_reply("> Only this.\n").folds == ()


def test_anchor_of_ours_begins_the_quote():
    text = "Thanks!\n\nExample Support\nticket+abc@help.example.org\nWe have fixed it.\n"
    assert split_reply(text).folds == ()
    split = split_reply(text, ["ticket+abc@help.example.org"])
    assert split.reply.startswith("Thanks!")
    assert "fixed" not in split.reply


@pytest.mark.parametrize(
    "bomb",
    [
        "On " * (70 * KILO),
        "On Mon, 5 Jan 2026 at 10:00, Anna\n" * (6 * KILO),
        "On Mon, 5 Jan 2026 at 10:00, Anna <a@example.org>:\n" * (4 * KILO),
        ">" * (200 * KILO),
        "\n".join(">" * depth for depth in range(600)),
        ("-" * 70 + "\n") * (3 * KILO),
        "From: a\n" * (25 * KILO),
        "-- \n" * (50 * KILO),
        ":\n" * (100 * KILO),
    ],
    ids=[
        "On On",
        "many On",
        "many attributions",
        "one >",
        "nested >",
        "dashes",
        "From",
        "signatures",
        "colons",
    ],
)
def test_bombs_are_kept_whole_and_looked_at_line_by_line(bomb, monkeypatch):
    looked_at = 0

    def counted(line):
        nonlocal looked_at
        looked_at += 1
        assert len(line) <= 300
        return line.strip()

    monkeypatch.setattr("deskbell.channels.email.parsing.splitting.plain", counted)
    split = split_reply(f"My reply.\n{bomb}")
    assert split.text == f"My reply.\n{bomb}"
    assert split.reply.startswith("My reply.")
    assert looked_at <= MAX_LINES


@given(st.text(alphabet=st.sampled_from(">-:\n ab@<>2026Onwrote_#"), max_size=300))
def test_any_text_is_split_without_loss(text):
    split = split_reply(text)
    assert split.text == text
    assert 0 <= split.fold <= len(text)
    assert not text.strip() or split.reply or split.signed or split.quote
    kept = "".join(text.split())
    shown = "".join((split.reply + split.signed + split.quote).split())
    assert sorted(shown) == sorted(kept)
