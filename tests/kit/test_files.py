"""What files are, and what they are called (T28, T29, T30, T74, T75)."""

import re
import zipfile
from io import BytesIO
from struct import pack
from urllib.parse import unquote

import pytest
from tests.factories.file_names import HOSTILE

from deskbell.kit import byte_range as byte_ranges
from deskbell.kit.byte_range import RangeNotSatisfiable, byte_range
from deskbell.kit.filenames import content_disposition, safe_name
from deskbell.kit.filetypes import is_shown_inline, raster_size, sniff

PNG = b"\x89PNG\r\n\x1a\n" + pack(">I4sIIBBBBB", 13, b"IHDR", 640, 480, 8, 6, 0, 0, 0)
GIF = b"GIF89a" + pack("<HH", 10, 20) + b"\0" * 20
JPEG = (
    b"\xff\xd8\xff\xe0" + pack(">H", 16) + b"JFIF\0" + b"\0" * 9 + b"\xff\xc0" + pack(">HBHH", 17, 8, 30, 40)
)
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + pack("<HBHB", 99, 0, 49, 0)


def archive() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("[Content_Types].xml", "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PNG, "x.html", "image/png"),
        (GIF + b"<script>alert(1)</script>", "x.html", "image/gif"),
        (JPEG, "x.svg", "image/jpeg"),
        (WEBP, "", "image/webp"),
        (b"%PDF-1.7 /JavaScript", "x.png", "application/pdf"),
        (archive(), "x.zip", "application/zip"),
        (archive(), "x.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive(), "x.html", "application/zip"),
        (b"<html><script>alert(1)</script>", "x.html", "text/plain"),
        (b"<svg onload=alert(1)>", "x.svg", "text/plain"),
        (b"<?xml version='1.0'?><svg/>", "x.jpg", "text/plain"),
        ("añb".encode() * 1000, "x.txt", "text/plain"),
        (b"a,b\n1,2\n", "x.csv", "text/csv"),
        (b"\0\1\2\3", "x.html", "application/octet-stream"),
        (b"\xff\xfea\0b\0", "x.txt", "application/octet-stream"),
        (b"\x7fELF\2\1\1", "x.png", "application/octet-stream"),
        (b"", "x.png", "text/plain"),
        (b"RIFF\0\0\0\0WAVE", "", "audio/wav"),
        (b"BMW and BZh and ID3", "x.txt", "text/plain"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "", "image/bmp"),
        (b"AAAAAAAAWEBP", "x.webp", "text/plain"),
    ],
)
def test_sniff(head, name, expected):
    assert sniff(head, name) == expected


@pytest.mark.parametrize(
    ("head", "size"), [(PNG, (640, 480)), (GIF, (10, 20)), (JPEG, (40, 30)), (WEBP, (100, 50))]
)
def test_rasters_of_a_sane_size_are_shown(head, size):
    content_type = sniff(head)
    assert raster_size(content_type, head) == size
    assert is_shown_inline(content_type, head)
    assert not is_shown_inline(content_type, head[:9])


def test_picture_bombs_and_other_types_are_not_shown():
    bomb = PNG[:16] + pack(">II", 50_000, 50_000)
    assert sniff(bomb) == "image/png"
    assert not is_shown_inline("image/png", bomb)
    assert not is_shown_inline("image/png", PNG[:16] + pack(">II", 0, 0))
    assert not is_shown_inline("image/jpeg", b"\xff\xd8" + b"\xff" * 65_000)
    assert not is_shown_inline("image/jpeg", b"\xff\xd8" + b"\xff\xe0\0\0" * 16_000)
    for content_type in ("image/svg+xml", "text/html", "application/pdf", "text/plain", "image/png; x"):
        assert not is_shown_inline(content_type, PNG)


def test_there_are_enough_names():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:30])
def test_hostile_name(name):
    shown = safe_name(name)
    assert shown
    assert len(shown.encode()) <= 200
    assert not re.search(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", shown)
    assert shown not in {".", ".."}
    assert safe_name(shown) == shown
    for inline in (True, False):
        header = content_disposition(name, inline=inline)
        header.encode("latin-1")
        found = re.fullmatch(
            r"(inline|attachment); filename=\"([^\"\\\x00-\x1f\x7f-\uffff]*)\""
            r"(?:; filename\*=UTF-8''([\w.~%-]*))?",
            header,
            re.ASCII,
        )
        assert found
        assert found[1] == ("inline" if inline else "attachment")
        assert unquote(found[3]) == shown if found[3] else found[2] == shown
        assert "%" not in found[2]


def test_names_that_stay():
    for name in ("report.pdf", "日本語.pdf", "naïve (1).txt", ".htaccess".strip("."), "a b.tar.gz"):
        assert safe_name(name) == name
    assert safe_name("é" * 300 + ".pdf").endswith("é.pdf")
    assert safe_name(None) == "file"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None), ("", None), ("bytes=0-", (0, 100)), ("bytes=0-0", (0, 1)), ("bytes=10-19", (10, 20)),
        ("bytes=90-500", (90, 100)), ("bytes=-10", (90, 100)), ("bytes=-500", (0, 100)), ("bytes=-", None),
        ("bytes=5-2", None), ("items=0-1", None), ("bytes=0-1,5-6", None), ("bytes= 0-1", None),
        ("bytes=a-b", None),
        ("bytes=0-" + ",0-" * 100_000, None), ("bytes=\u0661-", None), ("bytes=" + "9" * 400 + "-", None),
    ],
)  # fmt: skip
def test_ranges(header, expected):
    assert byte_range(header, 100) == expected


def test_a_long_range_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(byte_ranges, "_RANGE", None)
    assert byte_range("bytes=0-" + "9" * byte_ranges.MAX_HEADER, 100) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-", 0), ("bytes=5-6", 5)]
)
def test_ranges_past_the_end(header, size):
    with pytest.raises(RangeNotSatisfiable):
        byte_range(header, size)
