"""Addresses of apps: what may be registered, and that nobody is ever sent elsewhere (T82, RFC 9700)."""

import pytest

from deskbell.oauth.redirects import fit, is_registered, origin_of, with_answer

HERE = "http://127.0.0.1/back"


@pytest.mark.parametrize(
    "uri",
    [
        "https://portal.example.org/",
        "https://portal.example.org:8443/back?from=desk",
        "http://localhost:3000/",
        "http://127.0.0.1/back",
        "http://[::1]:8080/",
        "org.example.app:/signed-in",
        "com.example.app://signed-in",
    ],
)
def test_what_may_be_registered(uri):
    assert fit(uri) == uri


@pytest.mark.parametrize(
    "uri",
    [
        *("", "/back", "portal.example.org", "//portal.example.org/", "https:/x", "https://", "http://"),
        *(
            "http://portal.example.org/",
            "http://127.0.0.1.example.org/",
            "http://127.1/",
            "http://2130706433/",
        ),
        *("https://user@portal.example.org/", "https://*.example.org/", "https://portal.example.org/*"),
        *("https://portal.example.org/#part", "https://portal.example.org/a b", "https://a\\@b/"),
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "app:/back", "vbscript:x"),
        *(
            "https://portal.example.org:port/",
            "https://[::1/",
            "https://pörtal.example.org/",
            "https://a\n.b/",
        ),
        "https://portal.example.org/" + "a" * 500,
    ],
)
def test_what_may_not_be(uri):
    with pytest.raises(ValueError, match="Use "):
        fit(uri)


@pytest.mark.parametrize(
    ("given", "registered", "same"),
    [
        ("https://portal.example.org/", "https://portal.example.org/", True),
        ("https://portal.example.org", "https://portal.example.org/", False),
        ("https://portal.example.org/?x", "https://portal.example.org/", False),
        ("https://portal.example.org/../", "https://portal.example.org/", False),
        ("https://PORTAL.example.org/", "https://portal.example.org/", False),
        ("https://portal.example.org.evil.example/", "https://portal.example.org/", False),
        ("https://portal.example.org@evil.example/", "https://portal.example.org/", False),
        ("https://portal.example.org:443/", "https://portal.example.org/", False),
        ("http://127.0.0.1:51004/back", HERE, True),
        ("http://127.0.0.1:51004/back?x=1", HERE, False),
        ("http://127.0.0.1:51004/other", HERE, False),
        ("http://127.0.0.1:1@evil.example/back", HERE, False),
        ("http://127.0.0.1:123456/back", HERE, False),
        ("http://127.0.0.1:x/back", HERE, False),
        ("https://127.0.0.1:1/back", HERE, False),
        ("http://localhost:1/back", "http://localhost/back", False),
        ("http://[::1]:5/back", "http://[::1]/back", True),
        ("http://[::1/back", HERE, False),
        ("", HERE, False),
    ],
)
def test_t82_only_what_was_registered_is_the_same(given, registered, same):
    assert is_registered(given, [registered, "org.example.app:/x"]) is same


def test_origins_and_answers():
    assert origin_of("https://Portal.example.org:8443/a?b") == "https://portal.example.org:8443"
    assert origin_of("org.example.app:/x") is None
    assert (
        with_answer("https://a.example/?b=1", {"code": "x&y", "state": None})
        == "https://a.example/?b=1&code=x%26y"
    )
