"""What a file is, told by its own first bytes and never by what somebody says of it."""

import re
import struct
from typing import Final

UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"
RASTERS: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 20_000

_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"wOF2", "font/woff2"),
    (0, b"wOFF", "font/woff"),
)
_ALSO_WORDS: Final = frozenset({"image/bmp", "application/x-bzip2", "audio/mpeg"})  # `BM`, `BZh`, `ID3`
_RIFF: Final = frozenset({"image/webp", "video/x-msvideo", "audio/wav"})
# Office documents are zip archives: here alone the name's ending refines what the bytes have said.
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_IN_ZIP: Final = {
    "docx": _OPEN_XML + "wordprocessingml.document",
    "xlsx": _OPEN_XML + "spreadsheetml.sheet",
    "pptx": _OPEN_XML + "presentationml.presentation",
    "odt": _OPEN_DOCUMENT + "text",
    "ods": _OPEN_DOCUMENT + "spreadsheet",
    "odp": _OPEN_DOCUMENT + "presentation",
}
_IN_OLE: Final = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_IN_TEXT: Final = {"csv": "text/csv", "eml": "message/rfc822", "json": "application/json"}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def sniff(head: bytes, name: str = "") -> str:
    """The content type of a file that begins with `head`. Markup of any kind, SVG included, is plain text."""
    ending = name.rpartition(".")[2].lower()
    found = _by_signature(head)
    if found == "application/zip":
        return _IN_ZIP.get(ending, found)
    if found == "application/x-ole-storage":
        return _IN_OLE.get(ending, found)
    if found is not None:
        return found
    return _IN_TEXT.get(ending, TEXT) if _is_text(head) else UNKNOWN


def is_shown_inline(content_type: str, head: bytes) -> bool:
    """Tell whether a browser may show the file in a page: a raster of a size it can hold, nothing else."""
    if content_type not in RASTERS:
        return False
    size = raster_size(content_type, head)
    return size is not None and 0 < max(size) <= MAX_SIDE and size[0] * size[1] <= MAX_PIXELS


def raster_size(content_type: str, head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the header says, without decoding; None if it can't be told."""
    try:
        if content_type == "image/png" and head[12:16] == b"IHDR":
            return struct.unpack_from(">II", head, 16)
        if content_type == "image/gif":
            return struct.unpack_from("<HH", head, 6)
        if content_type == "image/webp":
            return _webp_size(head)
        if content_type == "image/jpeg":
            return _jpeg_size(head)
    except struct.error:
        pass
    return None


def _by_signature(head: bytes) -> str | None:
    for offset, signature, content_type in _SIGNATURES:
        if head.startswith(signature, offset):
            if content_type in _RIFF and not head.startswith(b"RIFF"):
                continue
            if content_type in _ALSO_WORDS and _is_text(head):
                continue
            return content_type
    return None


def _is_text(head: bytes) -> bool:
    if _BINARY.search(head):
        return False
    try:
        head[:-3].decode()  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def _webp_size(head: bytes) -> tuple[int, int] | None:
    kind = head[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        low_width, high_width, low_height, high_height = struct.unpack_from("<HBHB", head, 24)
        return low_width + (high_width << 16) + 1, low_height + (high_height << 16) + 1
    return None


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment until the one with the frame's size."""
    position = 2
    while position + 4 <= len(head) and head[position] == 0xFF:  # noqa: PLR2004 - every segment begins so
        marker = head[position + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", head, position + 5)
            return width, height
        if marker == 0xFF:  # noqa: PLR2004 - filling
            position += 1
        elif marker in _JPEG_ALONE:
            position += 2
        else:
            position += 2 + max(struct.unpack_from(">H", head, position + 2)[0], 2)
    return None
