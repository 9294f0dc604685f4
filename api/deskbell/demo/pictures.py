"""Pictures and a document for the demonstration's mails, drawn here: nothing of them is anybody else's."""

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Color = tuple[int, int, int]
Box = tuple[int, int, int, int, Color]
"""Left, top, right, bottom and color of a filled rectangle; a later one covers an earlier one."""

WALL, FLOOR, OAK, PALE, DARK = (233, 229, 221), (196, 186, 170), (190, 140, 84), (222, 182, 130), (61, 52, 44)
GLASS, CRACK, PAPER, INK, RED = (190, 214, 222), (248, 250, 252), (250, 249, 245), (70, 80, 96), (201, 60, 52)
SIZE: Final = (640, 420)


def _chair(left: int, wood: Color) -> list[Box]:
    legs = [(left + at, 250, left + at + 14, 380, wood) for at in (0, 116)]
    return [(left, 100, left + 14, 250, wood), (left + 14, 110, left + 30, 150, wood), *legs,
            (left, 236, left + 130, 256, wood)]  # fmt: skip


PICTURES: Final[dict[str, Sequence[Box]]] = {
    "chairs.png": [(0, 340, 640, 420, FLOOR), *_chair(120, PALE), *_chair(390, OAK)],
    "door.png": [
        (0, 350, 640, 420, FLOOR),
        (170, 40, 470, 370, OAK),
        *((190 + 140 * at, 60, 310 + 140 * at, 350, GLASS) for at in range(2)),
        *((420 - 6 * at, 60 + 7 * at, 424 - 6 * at, 74 + 7 * at, CRACK) for at in range(12)),
        *((380 + 3 * at, 120 + at, 386 + 3 * at, 123 + at, CRACK) for at in range(18)),
    ],
    "terminal.png": [
        (120, 60, 520, 330, DARK),
        (136, 76, 504, 306, (12, 14, 18)),
        (290, 330, 350, 380, DARK),
        (240, 376, 400, 392, DARK),
        *((160, 100 + 18 * at, 300 - 22 * (at % 3), 106 + 18 * at, (64, 150, 90)) for at in range(6)),
        (160, 226, 172, 240, (64, 150, 90)),
    ],
    "shelf.png": [
        (60, 30, 590, 390, PAPER),
        (130, 70, 150, 350, INK),
        (470, 70, 490, 350, INK),
        *((150, 90 + 80 * at, 470, 98 + 80 * at, INK) for at in range(4)),
        *((134, 102 + 80 * at, 146, 114 + 80 * at, PAPER) for at in range(3)),
        (474, 108, 486, 120, RED),
        (500, 108, 560, 112, RED),
    ],
    "plan.png": [
        (60, 40, 580, 380, INK),
        (66, 46, 574, 374, PAPER),
        (66, 150, 72, 270, GLASS),
        (400, 368, 480, 380, PAPER),
        *((96 + 52 * at, 60, 136 + 52 * at, 96, PALE) for at in range(6)),
        *((524, 116 + 44 * at, 560, 150 + 44 * at, PALE) for at in range(5)),
        (220, 190, 300, 240, OAK),
        (360, 190, 440, 240, OAK),
    ],
    "pallet.png": [
        (0, 0, 640, 250, (120, 132, 146)),
        (0, 250, 640, 420, (86, 88, 92)),
        (150, 110, 330, 300, PALE),
        (336, 140, 500, 300, OAK),
        (150, 250, 330, 300, (140, 104, 66)),
        (336, 262, 500, 300, (130, 92, 54)),
        *((140 + 60 * at, 300, 180 + 60 * at, 330, DARK) for at in range(6)),
        *(
            ((at * 97) % 640, (at * 53) % 400, (at * 97) % 640 + 2, (at * 53) % 400 + 16, GLASS)
            for at in range(60)
        ),
    ],
}


def picture(boxes: Sequence[Box], background: Color = WALL) -> bytes:
    """A PNG of these rectangles."""
    width, height = SIZE
    edges = sorted({0, height, *(each for _, top, _, bottom, _ in boxes for each in (top, bottom))})
    rows = []
    for top, bottom in pairwise(edges):
        if not 0 <= top < height:
            continue
        row = bytearray(bytes(background) * width)
        for left, above, right, below, color in boxes:
            if above <= top < below:
                first, last = max(0, left), min(width, right)
                row[3 * first : 3 * last] = bytes(color) * max(0, last - first)
        rows.append((b"\0" + bytes(row)) * (min(bottom, height) - top))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def document(lines: Sequence[str]) -> bytes:
    """A PDF of one page with these lines; letters of ASCII only."""
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    text = "BT /F1 12 Tf 18 TL 72 760 Td " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("ascii")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
