"""Uploads over the API, and what stands on disk."""

from struct import pack
from zlib import compress, crc32

from tests.conftest import client_of

BOUNDARY = "----deskbell"
FORM = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


def _chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", compress(b"\0\xff\0\0\0\xff\0" * 2))
    + _chunk(b"IEND", b"")
)


async def upload(client, name="note.txt", content=b"words", claimed="application/octet-stream"):
    """Upload a file as this client; what the API says of it."""
    response = await client.post("/v1/files", files={"file": (name, content, claimed)})
    assert response.status_code == 201, response.text
    return response.json()


def form(*parts, end=True):
    """A multipart body of parts as they are: (content disposition, content), both bytes."""
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(
        mark + b"\r\nContent-Disposition: form-data; " + said + b"\r\n\r\n" + content + b"\r\n"
        for said, content in parts
    )
    return body + (mark + b"--\r\n" if end else b"")


async def fetch(app, url, **headers):
    """What somebody without a token gets by this address."""
    async with client_of(app, headers) as nobody:
        return await nobody.get(url)


def on_disk(settings):
    """Every file under the data folder but the keys."""
    return {path for path in (settings.data_dir / "files").rglob("*") if path.is_file()}
