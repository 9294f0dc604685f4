"""What the pages of the support center say before any script runs (screens.md section 2).

Title, description, canonical address and Open Graph, the header and the first page as React shows them
(`frontends/support-center/src/first.css`), and what the app knows from the start. Without scripts people read
what there is, and how to write to us all the same.
"""

import html
import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.core.auth import GUEST
from deskbell.core.config import Settings
from deskbell.core.frontends import FirstPaint, Moved
from deskbell.core.pages import reader_language
from deskbell.kit.colors import anchors, filled
from deskbell.settings.queries import shown_to_everyone
from deskbell.settings.schemas import HelpdeskRead, LookSettings
from deskbell.support_knowledge import Shown, knowledge_page, results, topics
from deskbell.support_texts import DESCRIPTIONS, TITLES, WORDS, Words

PUBLIC: Final = ("", "new", "find", "sign-in", "sign-up")
PRIVATE: Final = ("tickets", "tickets/$reference", "t", "organization", "profile", "search")
KNOWLEDGE: Final = ("articles/$slug", "categories/$slug")
"""The pages of the app's own router; a test holds the two equal. Of these, what guests may read is public."""

_USUAL_ACCENT: Final = LookSettings().accent_color
_TICKET: Final = re.compile(r"tickets/[^/]+")
_BELL: Final = (
    '<svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" '
    'fill="var(--mantine-color-iris-6)"/><path d="M7 21.5h18M9 18.5a7 7 0 0 1 14 0zM16 11.5V9M13.6 9h4.8" '
    'fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose pages these are: name and look, the address for mail, and where they stand."""

    shown: HelpdeskRead
    email: str | None
    base_url: str

    @property
    def name(self) -> str:
        """What the helpdesk is called."""
        return self.shown.name


async def first_paint(request: Request, path: str) -> FirstPaint | Moved:
    """The page at this path of the support center; 404 where there is none for guests."""
    path = path.rstrip("/")
    page = "tickets/$reference" if _TICKET.fullmatch(path) else path
    language = reader_language(request)
    words = WORDS[language]
    async with request.app.state.database.session() as session:
        desk = await _desk(session, request.app.state.settings)
        shown = await knowledge_page(session, path, words)
        if isinstance(shown, Moved):
            return shown
        main, state = await _inside(session, request, page, language)
    if shown is not None:
        head, main, state = _knowledge_head(desk, shown), shown.main, shown.state
    else:
        head = _head(desk, language, page, TITLES[language].get(page if _is_known(page) else "missing"))
    known = shown is not None or _is_known(page)
    return FirstPaint(
        status=200 if known else 404,
        language=language,
        head=head + _state(desk, state),
        body=_frame(desk, words, main),
        style=_accent(desk.shown.accent_color),
    )


def _is_known(page: str) -> bool:
    return page in PUBLIC or page in PRIVATE


async def _inside(
    session: AsyncSession, request: Request, page: str, language: str
) -> tuple[str, dict[str, Any]]:
    """What a page says inside of its frame, and what the app knows then."""
    words = WORDS[language]
    if page == "":
        listed, state = await topics(session, words)
        return _home(words, listed), state
    if page == "search":
        return await results(session, request.query_params.get("q", "").replace("\0", ""), words), {}
    title = TITLES[language].get(page if _is_known(page) else "missing", "")
    return _plain(words, title, missing=not _is_known(page)), {}


async def _desk(session: AsyncSession, settings: Settings) -> Desk:
    shown = await shown_to_everyone(session, GUEST)
    boxes = sorted((await system_mailboxes(session)).values(), key=lambda box: box.id)
    email = next((box.address for box in boxes if box.enabled), settings.mail_address)
    return Desk(shown=shown, email=email, base_url=settings.base_url)


def _head(desk: Desk, language: str, page: str, title: str | None) -> str:
    name = html.escape(desk.name)
    full = f"{html.escape(title)} · {name}" if title else name
    if page not in PUBLIC:
        return f'<title>{full}</title><meta name="robots" content="noindex">'
    about = DESCRIPTIONS[language][page].format(name=desk.name)
    return _open_head(desk, full, about, page, "website")


def _knowledge_head(desk: Desk, shown: Shown) -> str:
    full = f"{html.escape(shown.title)} · {html.escape(desk.name)}"
    if not shown.facts:
        return _open_head(desk, full, shown.about, shown.path, "website")
    facts = shown.facts | {"publisher": {"@type": "Organization", "name": desk.name}}
    data = f'<script type="application/ld+json">{_json(facts)}</script>'
    return _open_head(desk, full, shown.about, shown.path, "article") + data


def _open_head(desk: Desk, full: str, about: str, path: str, kind: str) -> str:
    """For a page that everybody may find. `full`: its title, as markup."""
    url, about = html.escape(f"{desk.base_url}/{quote(path)}"), html.escape(about)
    return (
        f'<title>{full}</title><meta name="description" content="{about}">'
        f'<link rel="canonical" href="{url}">'
        f'<meta property="og:type" content="{kind}">'
        f'<meta property="og:site_name" content="{html.escape(desk.name)}">'
        f'<meta property="og:title" content="{full}"><meta property="og:description" content="{about}">'
        f'<meta property="og:url" content="{url}">'
    )


def _state(desk: Desk, more: dict[str, Any]) -> str:
    """What the app need not ask for."""
    state = {"helpdesk": desk.shown.model_dump(mode="json"), **more}
    return f'<script type="application/json" id="state">{_json(state)}</script>'


def _json(value: dict[str, Any]) -> str:
    """As JSON in an element of the page: nothing in it ends the element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _accent(accent: str) -> str:
    """What the chosen accent changes of the first sheet; the app says the rest once it runs."""
    if accent == _USUAL_ACCENT:
        return ""
    light, dark = anchors(accent)
    return (
        f":root:not([data-mantine-color-scheme]){{--mantine-color-iris-6:{filled(accent)};"
        f"--mantine-color-anchor:light-dark({light},{dark})}}"
    )


def _mark(desk: Desk) -> str:
    if not desk.shown.logo_url:
        return _BELL
    place = html.escape(desk.shown.logo_url.lstrip("/"))
    return f'<img class="sc-logo" src="{place}" alt="" height="28">'


def _frame(desk: Desk, words: Words, main: str) -> str:
    name = html.escape(desk.name)
    mail = html.escape(desk.email) if desk.email else ""
    by_mail = words.by_mail.format(mail=f'<a href="mailto:{mail}">{mail}</a>') if mail else ""
    return (
        f'<div class="sc-page"><header class="sc-header"><a class="sc-brand" href="./">{_mark(desk)}'
        f'<span class="sc-name">{name}</span></a><nav class="sc-nav">'
        f'<a class="sc-link" href="tickets">{words.tickets}</a>'
        f'<a class="sc-link" href="sign-in">{words.sign_in}</a></nav></header>'
        f'<main id="main" class="sc-main">{main}'
        f'<noscript><p class="sc-plain">{words.no_script} {by_mail} '
        f'<a href="account/link">{words.password}</a></p></noscript></main>'
        f'<footer class="sc-footer"><span>{name}</span></footer></div>'
    )


def _home(words: Words, listed: str) -> str:
    ways = "".join(
        f'<li><a class="sc-way" href="{place}"><strong>{title}</strong><span>{about}</span></a></li>'
        for place, title, about in words.ways
    )
    return (
        f'<div class="sc-hero"><h1 class="sc-title">{words.question}</h1>'
        '<search class="sc-search-place"><form class="sc-search" action="search">'
        f'<input type="search" name="q" maxlength="200" aria-label="{words.search_label}" '
        f'placeholder="{words.search_hint}"><button type="submit">{words.search}</button></form></search>'
        f'</div>{listed}<ul class="sc-ways">{ways}</ul>'
    )


def _plain(words: Words, title: str, *, missing: bool) -> str:
    """A page that the app fills; without it, one sees what it is, or that it is none."""
    if missing:
        back = f'<a href="./">{words.back}</a>'
        return f'<div class="sc-plain"><h1>{html.escape(title)}</h1><p>{words.missing} {back}</p></div>'
    return f'<noscript><h1 class="sc-plain">{html.escape(title)}</h1></noscript>'
