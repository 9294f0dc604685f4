"""What a browser is told of a file: markup and polyglots are saved, never run (T28, T29, T74)."""

from struct import pack

import pytest
from tests.factories.uploads import PNG, fetch, upload

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF = b"GIF89a" + pack("<HH", 10, 20) + b"\0\0\0"
JPEG = b"\xff\xd8\xff\xe0" + pack(">H", 16) + b"JFIF\0" + b"\0" * 9 + b"\xff\xc0" + pack(">HBHH", 17, 8, 3, 4)
BOMB = PNG[:16] + pack(">II", 50_000, 50_000) + PNG[24:]

SAVED = [
    ("page.html", b"<!doctype html>" + SCRIPT, "text/html"),
    ("page.html", SCRIPT, "image/png"),
    (
        "page.xhtml",
        b'<html xmlns="http://www.w3.org/1999/xhtml">',
        "application/xhtml+xml",
    ),
    ("picture.svg", SVG, "image/svg+xml"),
    ("picture.png", SVG, "image/png"),
    ("picture.svg", b'<?xml version="1.0"?>' + SVG, "image/png"),
    ("picture.svgz", b"\x1f\x8b\x08" + b"\0" * 30, "image/svg+xml"),
    ("picture.jpg", b"<html>" + SCRIPT, "image/jpeg"),
    ("picture.gif", b"GIF89a/*" + SCRIPT + b"*/=1;alert(1)", "image/gif"),
    ("document.pdf", b"%PDF-1.7\n/JavaScript (app.alert(1))", "application/pdf"),
    ("document.pdf", b"%PDF-1.7\n" + SCRIPT, "text/html"),
    ("module.js", b"alert(1)", "text/javascript"),
    ("sheet.css", b"*{background:url(//x)}", "text/css"),
    ("feed.xml", b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>', "text/xml"),
    ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "message/rfc822"),
    ("page.hta", b"\xff\xfe<\0h\0t\0m\0l\0", "application/hta"),
    ("flash.swf", b"CWS\x0a" + b"\0" * 20, "application/x-shockwave-flash"),
    ("module.wasm", b"\0asm\1\0\0\0", "application/wasm"),
    ("odd", b"words", "text/html;x"),
    ("odd", b"words", "text/html\x0bx"),
    ("odd", b"words", "*/*"),
    ("odd", b"", "text/html"),
    ("bomb.png", BOMB, "image/png"),
    ("picture.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "image/bmp"),
    ("picture.tiff", b"II*\0" + b"\0" * 20, "image/tiff"),
]
SHOWN = [
    ("picture.png", PNG, "text/html", "image/png"),
    ("page.html", PNG + SCRIPT, "text/html", "image/png"),
    ("page.html", GIF + SCRIPT, "text/html", "image/gif"),
    ("picture.svg", JPEG + SVG, "image/svg+xml", "image/jpeg"),
]


def check_headers(headers):
    """What holds for every file, shown or saved."""
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    [policy] = headers.get_list("content-security-policy")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "allow-" not in policy
    assert headers.get_list("cache-control") == ["private, no-store"]
    assert headers["cross-origin-resource-policy"] == "same-site"


@pytest.mark.parametrize(("name", "content", "claimed"), SAVED)
async def test_everything_but_pictures_is_saved(app, as_agent, name, content, claimed):
    file = await upload(as_agent, name, content, claimed)
    for response in (await fetch(app, file["url"]), await as_agent.get(f"/v1/files/{file['id']}")):
        assert (response.status_code, response.content) == (200, content)
        check_headers(response.headers)
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["content-disposition"].startswith("attachment;")
        assert response.headers["content-length"] == str(len(content))


@pytest.mark.parametrize(("name", "content", "claimed", "expected"), SHOWN)
async def test_pictures_are_shown_as_what_they_are(app, as_agent, name, content, claimed, expected):
    """A picture with markup behind it is a picture: nothing else may be guessed, no script may run."""
    file = await upload(as_agent, name, content, claimed)
    assert file["content_type"] == expected
    response = await fetch(app, file["url"])
    assert response.content == content
    check_headers(response.headers)
    assert response.headers["content-type"] == expected
    assert response.headers["content-disposition"].startswith("inline;")


@pytest.mark.parametrize(
    "asked", [{"accept": "text/html"}, {"sec-fetch-dest": "document"}, {"if-none-match": "*"}]
)
async def test_nothing_that_is_asked_changes_it(app, as_agent, asked):
    file = await upload(as_agent, "page.html", SCRIPT, "text/html")
    for query in ("", "&content_type=text/html", "&inline=1", "&download=0"):
        response = await fetch(app, file["url"] + query, **asked)
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["content-disposition"].startswith("attachment;")


async def test_refusals_are_no_markup_either(anonymous):
    for path in ("/v1/files/<script>", "/v1/files/%3Csvg onload=alert(1)%3E?signature=<b>"):
        response = await anonymous.get(path)
        assert response.status_code in {401, 404, 422}
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["x-content-type-options"] == "nosniff"
