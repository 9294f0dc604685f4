"""Makes large markup cheap to parse, before it is sanitized.

The HTML parser's error handling is quadratic, or worse, in the depth of the tree and in the number of
formatting elements left open: 200 kB of `<b a=1><b a=2>…` take it 40 seconds. So markup with many tags is
first closed properly and cut at a fixed depth, in one pass. This alone makes nothing safe: the sanitizer runs
after it.
"""

import re
from typing import Final

MAX_DEPTH: Final = 100
MAX_TAG_LENGTH: Final = 4096
FEW_TAGS: Final = 400
SHORT: Final = 50_000

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr keygen frame bgsound"
_BLOCK_NAMES = "p div table ul ol dl blockquote pre h1 h2 h3 h4 h5 h6 hr center form section article"
VOID: Final = frozenset(_VOID_NAMES.split())
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
# An element on the left ends without a closing tag where one on the right begins directly inside of it.
_ENDED_BY: Final[dict[str, frozenset[str]]] = {
    "p": _BLOCKS | {"li", "td", "th", "tr", "dt", "dd"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "option": frozenset({"option", "optgroup"}),
}
_NAME = r"[a-zA-Z][a-zA-Z0-9:_-]{0,40}+"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++)"""
_ATTRIBUTES = rf"(?:[\s/]++[a-zA-Z_:][^\s\"'<>/=]*+(?:\s*+=\s*+{_VALUE})?+)*+"
_TOKEN = re.compile(
    rf"""
    (?P<comment><!--(?:.*?-->|.*))
  | <(?P<close>/?+)(?P<name>{_NAME})(?P<attributes>{_ATTRIBUTES})[\s/]*+>
  | <(?P<broken_close>/?+)(?P<broken>{_NAME})[^<>]*+>
  | (?P<declaration><[!?][^>]*+>?)
  | (?P<angle><)
    """,
    re.DOTALL | re.VERBOSE,
)
_BARE_AMPERSAND = re.compile(r"&(?![a-zA-Z]{2,32}+;|\#[0-9]{1,8}+;|\#[xX][0-9a-fA-F]{1,8}+;)")


def balanced(html: str) -> str:
    """The same markup, every element closed and none deeper than `MAX_DEPTH`; short markup as it is."""
    if html.count("<") <= FEW_TAGS and len(html) <= SHORT:
        return html
    return _Balancer(_BARE_AMPERSAND.sub("&amp;", html)).run()


class _Balancer:
    """One pass over the markup; `stack` holds the elements that are open."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out: list[str] = []
        self.stack: list[str] = []

    def run(self) -> str:
        done = 0
        for token in _TOKEN.finditer(self.html):
            self.out.append(self.html[done : token.start()])
            done = token.end()
            name = (token["name"] or token["broken"] or "").lower()
            if token["angle"]:
                self.out.append("&lt;")
            elif name and (token["close"] or token["broken_close"]):
                self._close(name)
            elif name:
                attributes = token["attributes"] or ""
                self._open(name, attributes if len(attributes) <= MAX_TAG_LENGTH else "")
        self.out.append(self.html[done:])
        self._pop_to(0)
        return "".join(self.out)

    def _open(self, name: str, attributes: str) -> None:
        while self.stack and name in _ENDED_BY.get(self.stack[-1], ()):
            self._pop_to(len(self.stack) - 1)
        if name in VOID:
            self.out.append(f"<{name}{attributes}>")
        elif len(self.stack) < MAX_DEPTH:
            self.stack.append(name)
            self.out.append(f"<{name}{attributes}>")

    def _close(self, name: str) -> None:
        if name in self.stack:
            self._pop_to(len(self.stack) - 1 - self.stack[::-1].index(name))

    def _pop_to(self, size: int) -> None:
        while len(self.stack) > size:
            self.out.append(f"</{self.stack.pop()}>")
