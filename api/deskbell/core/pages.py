"""Pages that the server writes itself: from a template to an answer, under a policy that is strict.

A room has its templates beside it; the layout, its style and the mark stand here.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

TEMPLATES: Final = Path(__file__).parent / "templates"
POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MOST_FIELDS: Final = 20
LANGUAGES: Final = ("en", "de")
LANGUAGE_COOKIE: Final = "deskbell_language"
"""Set by the front ends (`shared/i18n`), with a language's tag and nothing else."""


def reader_language(request: Request) -> str:
    """What the reader chose in this browser, else the first that the browser asks for and that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for entry in request.headers.get("accept-language", "").lower().split(",")[:20]:
        tag = entry.partition(";")[0].strip().partition("-")[0]
        if tag in LANGUAGES:
            return tag
    return "en"


class Pages:
    """The pages of one room: escaped, never stored, framed by nobody.

    Their texts stand in the templates in English; `de.json` beside them has each of them in German.
    """

    def __init__(self, folder: Path, **filters: Callable[[str], str]) -> None:
        """Take the folder of the templates, and filters for them."""
        self._folder = folder
        self._filters = filters

    def answer(self, template: str, status: int = 200, *, language: str = "en", **values: Any) -> Response:  # noqa: ANN401 - what a template shows
        """A page, in this language if its room has it. `values` are what its template names, escaped."""
        nonce = secrets.token_urlsafe(16)
        texts = self._translations.get(language)

        def say(text: str, **named: str) -> str:
            said = (texts or {}).get(text, text)
            return said.format(**named) if named else said

        spoken = language if texts else "en"
        page = self._environment.get_template(template).render(nonce=nonce, language=spoken, t=say, **values)
        headers = {"content-security-policy": POLICY.format(nonce=nonce), "cache-control": "no-store"}
        return HTMLResponse(page, status, headers)

    @cached_property
    def _translations(self) -> Mapping[str, Mapping[str, str]]:
        files = {each: self._folder / f"{each}.json" for each in LANGUAGES}
        return {
            language: json.loads(file.read_text(encoding="utf-8"))
            for language, file in files.items()
            if file.is_file()
        }

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader([self._folder, TEMPLATES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(self._filters)
        return environment


async def form_of(request: Request) -> FormData | None:
    """What a form of our own page holds; nothing where another site sent it, or it is none."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return None
    return await request.form(max_fields=MOST_FIELDS, max_files=MOST_FIELDS)


def text_in(form: FormData, name: str) -> str:
    """One field of a form, as text without NUL; empty where it is missing or a file."""
    value = form.get(name, "")
    return value.replace("\0", "") if isinstance(value, str) else ""
