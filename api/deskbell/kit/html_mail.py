"""Markup of mails as a mail program shows it, in a frame of its own: styles and pictures by `cid:` stay."""

from typing import Final

import nh3

from deskbell.kit.html import HIDDEN_TAGS, TAGS

_STYLES: Final = """
    background background-color border border-bottom border-collapse border-left border-radius border-right
    border-top color display font font-family font-size font-style font-weight height line-height margin
    margin-bottom margin-left margin-right margin-top max-width padding padding-bottom padding-left
    padding-right padding-top text-align text-decoration vertical-align white-space width
"""
_CLEANER: Final = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=HIDDEN_TAGS,
    attributes={
        "*": {"style", "dir", "align"},
        "a": {"href", "title"},
        "img": {"src", "alt", "width", "height"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    filter_style_properties=set(_STYLES.split()),
    url_schemes={"http", "https", "mailto", "cid"},
    link_rel="noopener noreferrer",
)


def clean_mail(html: str) -> str:
    """What is left of a mail's markup without scripts, forms, and what could leave its place on the page."""
    return _CLEANER.clean(html)
