"""The words of our mails: templates are ours alone, what people wrote is a value (T56, T79)."""

from dataclasses import fields

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from deskbell.channels.email.composing import rendering
from deskbell.channels.email.composing.rendering import TEMPLATES, render
from deskbell.channels.email.composing.texts import (
    ClaimWords,
    InvitationWords,
    NoticeWords,
    Quoted,
    ReceiptWords,
    RegistrationWords,
    ReplyWords,
    ResetWords,
    TicketLinkWords,
    VerifyWords,
    bare_subject,
)
from deskbell.channels.email.parsing.splitting import MARKER_END, MARKER_START

KINDS = [
    ClaimWords, InvitationWords, NoticeWords, ReceiptWords, RegistrationWords, ReplyWords, ResetWords,
    TicketLinkWords, VerifyWords,
]  # fmt: skip
HOSTILE = "{{7*7}} {% for x in y %} ${7*7} {# x #} <script>alert(1)</script> & \"'"
FIELDS = {"hours": 24, "number": 5, "history": (), "html": "<p>sanitized</p>", "text": "plain"}


def words(kind, **more):
    """Words of a kind, every text of which is hostile."""
    values = {each.name: FIELDS.get(each.name, HOSTILE) for each in fields(kind)}
    return kind(**{**values, **more})


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_never_templates_nor_markup(kind):
    rendered = render(words(kind))
    for said in (rendered.subject, rendered.text, rendered.html):
        assert "49" not in said
    shown = "subject" in {each.name for each in fields(kind)} or "reference" in {
        each.name for each in fields(kind)
    }
    assert ("{{7*7}}" in rendered.subject) is (shown or kind in {ClaimWords, InvitationWords, ResetWords})
    assert "<script>" not in rendered.html
    assert "{{7*7}}" in rendered.text
    assert "\n" not in rendered.subject


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_link_and_its_name(kind):
    link = "https://desk.test/x?a=1&b=2"
    rendered = render(words(kind, link=link, helpdesk="ACME"))
    assert link in rendered.text
    assert 'href="https://desk.test/x?a=1&amp;b=2"' in rendered.html
    assert kind in {ReplyWords, NoticeWords} or "ACME" in rendered.text
    assert "  " not in rendered.text.replace("-- ", "")
    assert "\n\n\n" not in rendered.text


@pytest.mark.parametrize("language", ["en", "de", "../en", "", "en/../en", "xx\0"])
def test_a_language_without_templates_is_english(language):
    assert render(words(ClaimWords, helpdesk="ACME"), language).subject == "Your account at ACME"


def test_a_reply():
    history = (Quoted(author="Bob <b>", when="1 May 2026", text="one\n\ntwo", html="<p>one</p>"),)
    rendered = render(
        words(
            ReplyWords,
            subject="Printer",
            reference="7QJR",
            signature="ACME\n<Street>",
            history=history,
            link="",
        )
    )
    assert rendered.subject == "Re: Printer [7QJR]"
    first = rendered.text.splitlines()[0]
    assert first.startswith(MARKER_START)
    assert first.endswith(MARKER_END)
    assert rendered.text.endswith(
        "plain\n\n-- \nACME\n<Street>\n\nBob <b> wrote on 1 May 2026:\n> one\n>\n> two\n"
    )
    assert "<p>sanitized</p>" in rendered.html
    assert "ACME<br>&lt;Street&gt;" in rendered.html
    assert "Bob &lt;b&gt; wrote" in rendered.html


def test_a_receipt_has_no_place_for_what_was_written():
    assert {each.name for each in fields(ReceiptWords)} == {"helpdesk", "reference", "link"}


@pytest.mark.parametrize(("hours", "said"), [(1, "one hour"), (24, "24 hours"), (72, "3 days")])
def test_how_long_a_link_works(hours, said):
    assert f"for {said}." in render(words(ResetWords, hours=hours)).text


@pytest.mark.parametrize(
    "source",
    ["{{ ''.__class__.__mro__ }}", "{{ history.__class__ }}", "{{ marker_start.format.__globals__ }}"],
)
def test_the_sandbox_holds(source):
    with pytest.raises((SecurityError, UndefinedError)):
        rendering._environment().from_string(source).render(history=(), marker_start="")


@pytest.mark.parametrize("name", ["range", "dict", "lipsum", "cycler", "settings"])
def test_templates_know_nothing_else(name):
    with pytest.raises(UndefinedError):
        rendering._environment().from_string(f"{{{{ {name}(1) }}}}").render()


def test_every_kind_has_its_three_templates():
    names = {path.name for path in (TEMPLATES / "en").iterdir()}
    assert names == {f"{kind.template}.{form}" for kind in KINDS for form in ("subject", "txt", "html")} | {
        "words.jinja"
    }


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Re: AW: Printer", "Printer"),
        ("Re[2]: Fwd: [7QJR] Printer", "Printer"),
        ("Re: Printer [7QJR]", "Printer"),
        ("Regarding: x", "Regarding: x"),
        ("", ""),
        ("Re:" * 600, ""),
    ],
)
def test_bare_subjects(subject, bare):
    assert bare_subject(subject, "7QJR") == bare
