"""The words of the support center's pages before its app runs: the same as in its catalogs."""

from dataclasses import dataclass
from typing import Final

Way = tuple[str, str, str]
"""Where to, its title, and what one does there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands on the first page and around every page; no markup in it but where it says so."""

    question: str
    topics: str
    found: str
    none_found: str
    empty: str
    updated: str
    still: str
    search: str
    search_label: str
    search_hint: str
    ways: tuple[Way, ...]
    tickets: str
    sign_in: str
    missing: str
    back: str
    no_script: str
    by_mail: str
    password: str


WORDS: Final = {
    "en": Words(
        question="How can we help?",
        search="Search",
        search_label="Search for an answer",
        search_hint="Search for an answer, or enter a ticket's reference",
        topics="Topics",
        found="What we found",
        none_found="No article holds these words. Try others, or ask us.",
        empty="There is no article here yet.",
        updated="Updated",
        still="Not what you were looking for?",
        ways=(
            (
                "new",
                "Ask us",
                "Tell us what is wrong, with pictures and files. We answer by mail and here.",
            ),
            ("tickets", "My tickets", "See what you have asked and what we answered, and go on with it."),
            (
                "find",
                "Find a ticket without an account",
                "With its reference and your email we mail you a link to it.",
            ),
        ),
        tickets="My tickets",
        sign_in="Sign in",
        missing="The link may be old, or a letter is missing. Some pages are there only once you sign in.",
        back="Go to the first page",
        no_script="Asking and reading here need JavaScript, which is off in your browser.",
        by_mail="You can write to us all the same: {mail}.",
        password="Have a link to a password of your own mailed",  # noqa: S106 - words, not a password
    ),
    "de": Words(
        question="Wie können wir helfen?",
        search="Suchen",
        search_label="Nach einer Antwort suchen",
        search_hint="Nach einer Antwort suchen oder ein Ticketzeichen eingeben",
        topics="Themen",
        found="Gefunden",
        none_found="Kein Artikel enthält diese Wörter. Versuchen Sie andere, oder fragen Sie uns.",
        empty="Hier gibt es noch keinen Artikel.",
        updated="Geändert",
        still="Nicht das Richtige?",
        ways=(
            (
                "new",
                "Fragen Sie uns",
                "Schreiben Sie uns, mit Bildern und Dateien. Wir antworten per E-Mail und hier.",
            ),
            (
                "tickets",
                "Meine Tickets",
                "Sehen Sie, was Sie gefragt und was wir geantwortet haben, und schreiben Sie weiter.",
            ),
            (
                "find",
                "Ein Ticket ohne Konto finden",
                "Mit seinem Zeichen und Ihrer E-Mail-Adresse senden wir Ihnen einen Link dorthin.",
            ),
        ),
        tickets="Meine Tickets",
        sign_in="Anmelden",
        missing="Vielleicht ist der Link alt, oder es fehlt ein Buchstabe. Manche Seiten sieht man erst, "
        "wenn man angemeldet ist.",
        back="Zur ersten Seite",
        no_script="Fragen und Lesen brauchen hier JavaScript, das in Ihrem Browser ausgeschaltet ist.",
        by_mail="Sie können uns trotzdem schreiben: {mail}.",
        password="Einen Link zu einem eigenen Passwort senden lassen",  # noqa: S106 - words, not a password
    ),
}

TITLES: Final = {
    "en": {
        "new": "Ask us",
        "find": "Find a ticket",
        "sign-in": "Sign in",
        "sign-up": "Sign up",
        "search": "Search",
        "tickets": "My tickets",
        "organization": "My organization",
        "profile": "Profile",
        "missing": "There is no page at this address",
    },
    "de": {
        "new": "Fragen Sie uns",
        "find": "Ein Ticket finden",
        "sign-in": "Anmelden",
        "sign-up": "Registrieren",
        "search": "Suchen",
        "tickets": "Meine Tickets",
        "organization": "Meine Organisation",
        "profile": "Profil",
        "missing": "Unter dieser Adresse gibt es keine Seite",
    },
}

DESCRIPTIONS: Final = {
    "en": {
        "": "{name}: ask us, see what we answered, and find your tickets.",
        "new": "Ask {name}: tell us what is wrong, with pictures and files. No account is needed.",
        "find": "Have a link to your ticket at {name} mailed to you.",
        "sign-in": "Sign in at {name} to see your tickets.",
        "sign-up": "Sign up at {name}: all your tickets and our answers in one place.",
    },
    "de": {
        "": "{name}: Fragen Sie uns, lesen Sie unsere Antworten, finden Sie Ihre Tickets.",
        "new": "Fragen Sie {name}: Schreiben Sie uns, was nicht stimmt. Ein Konto ist nicht nötig.",
        "find": "Lassen Sie sich einen Link zu Ihrem Ticket bei {name} senden.",
        "sign-in": "Melden Sie sich bei {name} an, um Ihre Tickets zu sehen.",
        "sign-up": "Registrieren Sie sich bei {name}: alle Tickets und Antworten an einem Ort.",
    },
}
