"""From values to the words of a mail, by the templates beside this file.

A template sees the fields of its own class and nothing else, in a sandbox; what people wrote is a value,
never a template (T79). Markup escapes every value but that which was sanitized.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from deskbell.channels.email.composing.letter import MAX_SUBJECT, one_line
from deskbell.channels.email.composing.texts import MARKER_START_END, Words
from deskbell.kit.html import from_text

TEMPLATES: Final = Path(__file__).parent / "templates"
DEFAULT_LANGUAGE: Final = "en"
QUOTE: Final = "> "


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a mail."""

    subject: str
    text: str
    html: str


def render(words: Words, language: str = DEFAULT_LANGUAGE) -> Rendered:
    """Say `words` in a language, in the default one where it has no templates."""
    values = {each.name: getattr(words, each.name) for each in fields(words)}
    values["marker_start"], values["marker_end"] = MARKER_START_END
    subject, text, html = (
        _template(language, f"{words.template}.{kind}").render(values) for kind in ("subject", "txt", "html")
    )
    return Rendered(one_line(subject, MAX_SUBJECT), text.strip("\n") + "\n", html)


@lru_cache(maxsize=256)
def _template(language: str, name: str) -> Template:
    try:
        return _environment().get_template(f"{language}/{name}")
    except TemplateNotFound:
        return _environment().get_template(f"{DEFAULT_LANGUAGE}/{name}")


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters |= {"quoted": _quoted, "clean": _clean, "paragraphs": _paragraphs}
    return environment


def _quoted(text: str) -> str:
    """A text as it is quoted in an answer."""
    return "\n".join(f"{QUOTE}{line}".rstrip() for line in text.splitlines())


def _clean(html: str) -> Markup:
    """Markup that was sanitized when it was stored."""
    return Markup(html)  # noqa: S704 - its one purpose; only `html` fields pass through it


def _paragraphs(text: str) -> Markup:
    """Plain text as markup."""
    return Markup(from_text(text))  # noqa: S704 - escaped by from_text
