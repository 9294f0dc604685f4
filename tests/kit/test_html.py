"""The sanitizer: nothing active survives, nothing changes twice, nothing takes long (T31, T33)."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import steps

from deskbell.kit import html
from deskbell.kit.html import MAX_PASSES, TAGS, clean, from_text, preview, with_signed_files
from deskbell.kit.html_balance import FEW_TAGS, MAX_DEPTH, VOID
from deskbell.kit.html_text import text_of

OWN = UUID("00000000-0000-4000-8000-000000000000")
OTHER = UUID("11111111-1111-4111-8111-111111111111")
SOURCE = f"/v1/files/{OWN}"
ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\u([0-9a-f]{4})")
VECTORS = [
    ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), line)
    for line in (Path(__file__).parent / "xss_vectors.txt").read_text().splitlines()
    if line
]
ATTRIBUTES = {
    "a": {"href", "title", "rel", "target"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align", "dir"},
    "th": {"colspan", "rowspan", "align", "dir"},
    "ol": {"start", "dir"},
}
EVERYWHERE = {"align", "dir"}


class Inspector(HTMLParser):
    """Reads the result with another parser than the sanitizer's and notes what should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[object] = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, EVERYWHERE):
                self.faults.append((tag, name))
            if name == "href" and urlsplit(value).scheme not in {"http", "https", "mailto", "tel"}:
                self.faults.append((tag, name, value))
            if name == "src" and value not in {SOURCE, f"{SOURCE}?a=1&b=2"}:
                self.faults.append((tag, name, value))
            if (name == "rel" and value != "noopener noreferrer nofollow") or (
                name == "target" and value != "_blank"
            ):
                self.faults.append((tag, name, value))
        if tag == "img" and "src" not in dict(attrs):
            self.faults.append("img without a source")

    def handle_comment(self, data):
        self.faults.append(("comment", data))

    def handle_decl(self, decl):
        self.faults.append(("declaration", decl))

    unknown_decl = handle_pi = handle_decl


def faults(html: str) -> list[object]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.faults


def check(html: str) -> None:
    once = clean(html, {OWN})
    assert faults(once.html) == []
    assert clean(once.html, {OWN}) == once
    signed = with_signed_files(once.html, lambda file: f"/v1/files/{file}?a=1&b=2")
    assert faults(signed) == []
    assert clean(signed, {OWN}) == once
    assert once.inline_files <= {OWN}
    assert "\0" not in once.html + once.text


def test_there_are_enough_vectors():
    assert len(set(VECTORS)) >= 150


@pytest.mark.parametrize("vector", VECTORS)
def test_vector(vector):
    check(vector)
    check(f"<table><tr><td title='{vector}'>{vector}</td></tr></table>")
    check(f'<p title="{vector}">{vector}' * 3)


def test_vectors_together():
    check("".join(VECTORS))
    check("\n".join(reversed(VECTORS)) * 4)


NAMES = [
    *sorted(TAGS),
    "script",
    "style",
    "svg",
    "math",
    "form",
    "input",
    "iframe",
    "select",
    "template",
    "textarea",
]
PIECES = st.one_of(
    st.sampled_from(NAMES).map(lambda name: f"<{name}>"),
    st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from(VECTORS),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "\n", "&", "&lt", "<", ">", '"', "'", "\0", "\ud800", "x"]
    ),
    st.sampled_from(
        [f'<img src="{SOURCE}" alt="', f"<img src=https://x.example{SOURCE}?a=1>", "<a href='https://"]
    ),
    st.text(max_size=8),
)


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=400)
def test_any_markup(html):
    check(html)


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=60)
def test_any_markup_that_is_balanced_first(html):
    check(html + "<br>" * 401)


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text(text):
    check(from_text(text))
    words = text.replace("\0", "").encode("utf-8", "replace").decode().split()
    assert clean(from_text(text)).text.split() == words


def test_ordinary_markup_stays():
    html = (
        "<h2>Title</h2><p>One <b>two</b> <em>three</em><br>four</p><ul><li>a</li><li>b</li></ul>"
        "<pre><code>x = 1\n  y</code></pre><blockquote><p>q</p></blockquote>"
        '<table><tbody><tr><td colspan="2" align="right">1</td><td>2</td></tr></tbody></table>'
        '<p dir="rtl">\u05d0</p>'
    )
    cleaned = clean(html)
    assert cleaned.html == html
    assert cleaned.text == "Title\n\nOne two three\nfour\n\n- a\n- b\n\nx = 1\n  y\n\nq\n\n1 2\n\n\u05d0"


def test_no_style_reaches_the_page():
    assert clean('<p style="color:red" class="x" id="y">a</p>').html == "<p>a</p>"


def test_links():
    link = '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    assert clean('<a href=" https://x.example/?a=1&b=2" rel=opener target=_top>x</a>').html == link
    assert "href" not in clean("<a href='/agent/reset'>x</a><a href='//x.example'>x</a>").html
    assert clean("<a href='mailto:a@b.example'>x</a>").html.startswith('<a href="mailto:a@b.example"')


@pytest.mark.parametrize(
    "source",
    [
        SOURCE,
        f"{SOURCE}?bearer=a&expires=1&signature=x",
        f"https://help.example.org{SOURCE}?a=1#x",
        f"http://localhost:8000{SOURCE}",
        f"//help.example.org{SOURCE}",
        f" {SOURCE}\n",
        SOURCE.upper().replace("/V1/FILES", "/v1/files"),
    ],
)
def test_own_pictures_stay_whatever_their_host_and_query(source):
    cleaned = clean(f'<p>a<img alt="A &amp; &quot;B&quot;" src="{source}" width="10"></p>', {OWN, OTHER})
    assert cleaned.html == f'<p>a<img alt="A &amp; &quot;B&quot;" src="{SOURCE}" width="10"></p>'
    assert cleaned.inline_files == {OWN}


@pytest.mark.parametrize(
    "source",
    [
        f"/v1/files/{OTHER}",
        "https://evil.example/pixel.gif",
        "",
        "data:image/png;base64,AAAA",
        f"/x{SOURCE}",
        f"{SOURCE}/x",
        f"{SOURCE}%2f",
        f"https://evil.example/x{SOURCE}",
        f"https://evil.example\\{SOURCE}",
        f"javascript:{SOURCE}",
        f"/v1/files/{str(OWN)[:-1]}",
        f"/v1/files/{str(OWN)[:-1]}\u0660",
        f"/v1/files//{OWN}",
    ],
)
def test_other_pictures_go(source):
    cleaned = clean(f'<p>a<img src="{source}" alt="x">b</p>', {OWN})
    assert cleaned.html == "<p>ab</p>"
    assert cleaned.inline_files == frozenset()


def test_signing_touches_only_pictures():
    html = clean(
        f'<p>src="{SOURCE}" &lt;img src="{SOURCE}"&gt;<a href="https://x.example{SOURCE}">x</a>'
        f'<img alt=\' src="{SOURCE}"\' src="{SOURCE}"></p>',
        {OWN},
    ).html
    signed = with_signed_files(html, lambda _: '/signed?"><script>&')
    assert signed.count("/signed") == 1
    assert '<img alt=" src=&quot;' in signed
    assert "<script" not in signed
    assert with_signed_files(html, lambda _: None) == html


def test_text_becomes_markup():
    text = "Hi <b>\n\nsee https://x.example/a_(b)?c=1&d=2), or (http://y.example).\nBye\r\n\r\n \n-- \nme"
    assert from_text(text) == (
        '<p>Hi &lt;b&gt;</p><p>see <a href="https://x.example/a_(b)?c=1&amp;d=2">'
        "https://x.example/a_(b)?c=1&amp;d=2</a>), or "
        '(<a href="http://y.example">http://y.example</a>).<br>Bye</p><p>-- <br>me</p>'
    )
    assert from_text(" \n ") == from_text("") == ""
    assert "javascript" not in clean(from_text("javascript:alert(1)")).html.replace(
        "javascript:alert(1)</p>", ""
    )


def test_preview():
    assert preview("  a\n\n b ") == "a b"
    assert preview("word " * 100) == ("word " * 27).strip() + "…"
    assert len(preview("word " * 100)) <= 140
    assert preview("x" * 500) == "x" * 139 + "…"


BOMBS = {  # the shape of a bomb of n parts, and how many make 200 kB
    "div": (lambda n: "<div>" * n, 40_000),
    "b": (lambda n: "<b>" * n, 66_000),
    "b p": (lambda n: "<b><p>" * n, 33_000),
    "b with attributes": (lambda n: "".join(f"<b a={number}>" for number in range(n)), 20_000),
    "b p with attributes": (lambda n: "".join(f"<b a={number}><p>" for number in range(n)), 14_000),
    "b table": (lambda n: "".join(f"<b a={number}><table></b></table>" for number in range(n)), 7_000),
    "b comment": (lambda n: "".join(f"<b a={number}><!-- </b> -->" for number in range(n)), 9_000),
    "br quote": (lambda n: "".join(f"<br '><b a={number}>'>" for number in range(n)), 11_000),
    "font": (lambda n: "".join(f"<font a={number}>" for number in range(390)) + "<p>x" * (n // 1000), 9_000),
    "attributes": (lambda n: "<a " + " ".join(f"a{number}=1" for number in range(n)) + ">", 25_000),
    "ul li": (lambda n: "<ul><li>" * n, 25_000),
    "table": (lambda n: "<table><tr><td>" * n, 13_000),
    "pre": (lambda n: "<pre>\n" * n, 33_000),
    "form": (lambda n: "<form><div>" * n, 18_000),
    "<": (lambda n: "<" * n, 200_000),
    "&": (lambda n: "&" * n, 200_000),
    "&a": (lambda n: "&a" * n, 100_000),
    "<!--": (lambda n: "<!--" * n, 50_000),
    "<![CDATA[": (lambda n: "<![CDATA[" * n, 22_000),
    "a quotes": (lambda n: "<a " + 'a="' * n, 66_000),
    "a blanks": (lambda n: "<a" + " " * n, 200_000),
    "address": (lambda n: "https://" + ")" * n, 200_000),
    "lines": (lambda n: "\n" * n, 200_000),
}
bombs = pytest.mark.parametrize(("bomb", "whole"), BOMBS.values(), ids=BOMBS)


class Noting:
    """The sanitizer's parser, and all that it was given."""

    def __init__(self, cleaner):
        self.cleaner, self.given = cleaner, []

    def clean(self, html):
        self.given.append(html)
        return self.cleaner.clean(html)


def deepest(html):
    """How many elements are open at once, read as the parser does: none ends but by its closing tag."""
    depth = most = 0
    for close, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", html):
        if name not in VOID:
            depth += -1 if close else 1
            most = max(most, depth)
    return most


@bombs
@pytest.mark.timeout(30)  # what is written in C can't be counted: quadratic, the largest take a minute
def test_bombs_reach_the_parser_flat_and_a_few_times_only(monkeypatch, bomb, whole):
    parser = Noting(html._cleaner(frozenset()))
    monkeypatch.setattr(html, "_cleaner", lambda _: parser)
    cleaned = clean(bomb(whole))
    text_of(from_text(bomb(whole)))
    assert len(cleaned.html) <= 1_100_000
    assert len(parser.given) <= 2 * MAX_PASSES
    assert max(map(len, parser.given)) <= 1_200_000
    assert all(deepest(each) <= max(MAX_DEPTH, FEW_TAGS) for each in parser.given)


@bombs
def test_bombs_take_work_in_proportion_to_their_size(bomb, whole):
    few, many = (
        sum(
            steps(work, bomb(whole // part))
            for work in (clean, from_text, lambda html: text_of(from_text(html)))
        )
        for part in (80, 20)
    )
    assert many < 4.5 * few + 20_000
