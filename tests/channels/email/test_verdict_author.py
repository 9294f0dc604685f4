"""Whom a mail's From names, and the table of trusted and untrusted `Authentication-Results` (T49)."""

import pytest
from tests.counting import steps

from deskbell.channels.email.header_fields import read_header
from deskbell.channels.email.resolver import LookupFailed
from deskbell.channels.email.verdict.author import read_author
from deskbell.channels.email.verdict.judging import judge


class NoNames:
    """A resolver without any name server."""

    async def texts(self, name):
        raise LookupFailed(name)


AUTHORS = [
    ("ann@example.org", "ann@example.org"),
    ("<ann@Example.ORG>", "ann@example.org"),
    ("Ann <ann@example.org>", "ann@example.org"),
    ('"Ann, B." <ann@example.org>', "ann@example.org"),
    ('"boss@bank.test" <ann@example.org>', "ann@example.org"),
    ("boss@bank.test <ann@example.org>", "ann@example.org"),
    ('"boss@bank.test <boss@bank.test>" <ann@example.org>', "ann@example.org"),
    ("Ann (boss@bank.test) <ann@example.org>", "ann@example.org"),
    ("ann@example.org (Ann (B))", "ann@example.org"),
    ("=?utf-8?q?boss=40bank.test?= <ann@example.org>", "ann@example.org"),
    ("Ann\r\n <ann@example.org>", "ann@example.org"),
    ("Ann <ann@bücher.org>", "ann@xn--bcher-kva.org"),
    ("Jörg <jörg@example.org>", "jörg@example.org"),
    ('"a b"@example.org', '"a b"@example.org'),
    ("ann+tag@example.org,", "ann+tag@example.org"),
    ("ann@example.org.", "ann@example.org"),
]
NOBODY = [
    "",
    "<>",
    "Ann",
    "Ann <>",
    "ann@",
    "@example.org",
    "undisclosed-recipients:;",
    "Team: ann@example.org;",
    "Team: ann@example.org, eve@evil.test;",
    "<ann@example.org> <eve@evil.test>",
    "<ann@example.org> eve@evil.test",
    "<ann@example.org>evil.test",
    "<@evil.test:ann@example.org>",
    "<ann@example.org",
    "Ann <ann@example.org>>",
    "ann@example.org@evil.test",
    "ann@exam ple.org",
    "ann smith@example.org",
    "ann@example..org",
    "ann@[192.0.2.1]",
    "ann@-example.org",
    '"ann <ann@example.org>',
    "(ann <ann@example.org>",
    '"a\\"@evil.test"@example.org',
    "a" * 65 + "@example.org",
    "ann@" + "a." * 130 + "org",
    "ann@\u0661\u2024org",
    "=?utf-8?q?<ann@example.org>?=",
    "x; ann@example.org",
    "(" * 5000,
    "<" * 5000,
    '"' * 4999,
    "\\" * 5000,
    "a" * 9000,
]


def author_of(value):
    return read_author(read_header(f"From: {value}\r\n\r\n".encode()))


@pytest.mark.parametrize(("value", "address"), AUTHORS)
def test_one_author(value, address):
    author = author_of(value)
    assert (author.address, author.domain) == (address, address.rpartition("@")[2])


@pytest.mark.parametrize("value", NOBODY)
def test_nobody(value):
    author = author_of(value)
    assert (author.address, author.domain, author.ambiguous) == (None, None, False)
    assert author.problem


@pytest.mark.parametrize("value", [*NOBODY, *(value for value, _ in AUTHORS)])
def test_reading_takes_a_few_steps_a_letter(value):
    assert steps(author_of, value) < 30 * len(value) + 1500


@pytest.mark.parametrize(
    "header",
    [
        b"From: ann@example.org\r\nFrom: eve@evil.test",
        b"From: ann@example.org\r\nfrom : ann@example.org",
        b"From: ann@example.org, eve@evil.test",
        b"From: Ann <ann@example.org>, Eve <eve@evil.test>",
        b"From: ann@example.org" + b", eve@evil.test" * 500,
    ],
)
async def test_several_authors_are_a_failure(header):
    assert read_author(read_header(header + b"\r\n\r\n")).ambiguous
    verdict = await judge(header + b"\r\n\r\nHi", resolver=NoNames())
    assert (verdict.standing, verdict.address, verdict.domain) == ("fail", None, None)


async def test_no_author_is_no_verdict():
    for raw in (b"", b"\r\n\r\nFrom: ann@example.org", b"Subject: x\r\n\r\nFrom: ann@example.org", b"\xff\0"):
        verdict = await judge(raw, resolver=NoNames())
        assert (verdict.standing, verdict.address) == ("none", None)


@pytest.mark.parametrize("line", [b"x: y\r\n", b"x\n", b"\r", b" ", b":"])
async def test_a_header_without_end_is_judged_like_any_other(line):
    """Ten megabytes: what is not linear runs into the limit of every test."""
    raw = b"From: ann@example.org\r\n" + line * (10_000_000 // len(line))
    assert (await judge(raw, resolver=NoNames())).standing == "none"


OURS = "mx.desk.test"
PASSED = f"{OURS}; dmarc=pass (p=REJECT) header.from=example.org"
TABLE = [
    ([PASSED], "pass"),
    ([f"{OURS}; spf=softfail smtp.mailfrom=evil.test; dmarc=pass header.from=example.org"], "pass"),
    ([f"{OURS} 1; dmarc=pass header.from=example.org"], "pass"),
    ([f"{OURS.upper()}; DMARC=PASS Header.From=Example.ORG"], "pass"),
    ([f"{OURS}; dmarc = pass header . from = example.org"], "pass"),
    ([f"{OURS};\r\n\tdmarc=pass (p=NONE\r\n sp=NONE) header.from=example.org"], "pass"),
    ([f'"{OURS}"; dmarc=pass reason="a; dmarc=fail" header.from=example.org'], "pass"),
    ([f"{OURS}; dmarc/1=pass header.from=example.org"], "pass"),
    ([f"(a (b)) {OURS}; dmarc=pass header.from=example.org"], "pass"),
    ([PASSED, "evil.test; dmarc=fail header.from=example.org"], "pass"),
    ([PASSED, f"{OURS}; dmarc=fail header.from=example.org"], "pass"),
    ([f"{OURS}; dmarc=fail header.from=example.org"], "fail"),
    ([f"{OURS}; dmarc=fail", PASSED], "fail"),
    ([f"{OURS}; dkim=pass header.d=example.org; dmarc=fail header.from=example.org"], "fail"),
    ([f"{OURS}; dmarc=none header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=softfail header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=softpass header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=passed header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=bestguesspass header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=temperror header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=permerror header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=policy header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=pass"], "none"),
    ([f"{OURS}; dmarc=pass header.from=evil.test"], "none"),
    ([f"{OURS}; dmarc=pass header.from=sub.example.org"], "none"),
    ([f"{OURS}; dmarc=pass header.from=evil.test header.from=example.org"], "none"),
    ([f"{OURS}; dmarc=pass header.from=example.org; dmarc=pass header.from=evil.test"], "none"),
    ([f"{OURS}; dmarc=pass header.from=example.org; dmarc=fail header.from=example.org"], "none"),
    ([f"{OURS}; none"], "none"),
    ([f"{OURS}"], "none"),
    ([f"{OURS}; dkim=pass header.d=example.org"], "none"),
    ([f"{OURS}; spf=pass smtp.mailfrom=example.org"], "none"),
    ([f"{OURS}; spf=fail reason=dmarc=pass header.from=example.org"], "none"),
    ([f"{OURS}; x (dmarc=pass header.from=example.org)"], "none"),
    ([f"{OURS}; x (; dmarc=pass header.from=example.org"], "none"),
    ([f'{OURS}; x="; dmarc=pass header.from=example.org"'], "none"),
    ([f'{OURS}; x="; dmarc=pass header.from=example.org'], "none"),
    ([f"{OURS} 2; dmarc=pass header.from=example.org"], "none"),
    ([f"{OURS}.evil.test; dmarc=pass header.from=example.org"], "none"),
    ([f"evil.{OURS}; dmarc=pass header.from=example.org"], "none"),
    ([f"evil.test ({OURS}); dmarc=pass header.from=example.org"], "none"),
    ([f"evil.test {OURS}; dmarc=pass header.from=example.org"], "none"),
    (["evil.test; dmarc=pass header.from=example.org"], "none"),
    (["evil.test; dmarc=none", PASSED], "none"),
    (["; dmarc=pass header.from=example.org"], "none"),
    (["dmarc=pass header.from=example.org"], "none"),
    ([f"{OURS}; {'x=y; ' * 5000}dmarc=pass header.from=example.org"], "none"),
    ([], "none"),
]


@pytest.mark.parametrize(("fields", "standing"), TABLE)
async def test_t49_results_of_the_trusted_server(fields, standing):
    raw = mail_with(fields)
    verdict = await judge(raw, resolver=NoNames(), trusted_servers={OURS})
    assert verdict.standing == standing
    if standing != "none":
        assert verdict.by == "trusted-header"


def mail_with(fields, body="Hi"):
    """A mail with these results."""
    lines = [f"Authentication-Results: {field}" for field in fields]
    return "\r\n".join([*lines, "From: Ann <ann@example.org>", "", body]).encode()


async def test_nobody_is_trusted_unless_we_are_told_to():
    assert (await judge(mail_with([PASSED]), resolver=NoNames())).standing == "none"


async def test_results_inside_of_the_body_or_of_other_fields_are_text():
    inside = f"Authentication-Results: {PASSED}\r\n\r\nHi"
    raws = [
        mail_with([], inside),
        mail_with([]).replace(b"From", b"ARC-Authentication-Results: i=1; " + PASSED.encode() + b"\r\nFrom"),
        mail_with([]).replace(b"From", b"X: y\r\n Authentication-Results: " + PASSED.encode() + b"\r\nFrom"),
        mail_with([]).replace(b"From", b"X: y\rAuthentication-Results: " + PASSED.encode() + b"\r\nFrom"),
    ]
    for raw in raws:
        assert (await judge(raw, resolver=NoNames(), trusted_servers={OURS})).standing == "none"


async def test_what_the_trusted_server_found_is_kept():
    found = (
        "dkim=pass header.i=@mail.example.org; dkim=pass header.d=evil.test; dkim=fail header.d=example.org"
    )
    field = f"{OURS}; {found}; spf=softfail; dmarc=pass header.from=example.org"
    verdict = await judge(mail_with([field]), resolver=NoNames(), trusted_servers={OURS})
    assert (verdict.dkim, verdict.spf) == (("mail.example.org",), "softfail")
