"""Who wrote a mail, computed by ourselves: DKIM, SPF and DMARC over a real name server (T45-T52)."""

import re
from types import SimpleNamespace

import dkim
import pytest
from tests.channels.email.name_server import name_server, txt
from tests.channels.email.signed_mails import BODY, keys, mail, policy, signed

from deskbell.channels.email.resolver import AWAY_FOR, SILENCES, DnsResolver
from deskbell.channels.email.verdict import signatures
from deskbell.channels.email.verdict.judging import Standing, judge
from deskbell.channels.email.verdict.sender_policy import Client
from deskbell.channels.email.verdict.signatures import MAX_SIGNATURE, MAX_SIGNATURES

ZONE = {
    **keys("example.org"),
    **keys("evil.test"),
    **keys("mail.example.org"),
    **keys("strict.org"),
    **keys("sub.strict.org"),
    **keys("xn--bcher-kva.org"),
    **keys("alice.github.io"),
    **policy("example.org"),
    **policy("evil.test"),
    **policy("strict.org", "v=DMARC1; p=quarantine; adkim=s; aspf=s; sp=none"),
    **policy("lenient.org", "v = DMARC1 ; p=none"),
    **policy("xn--bcher-kva.org"),
    **policy("alice.github.io"),
    **policy("bob.github.io"),
    ("_dmarc.twice.org", "TXT"): ['"v=DMARC1; p=reject"', '"v=DMARC1; p=none"'],
    ("example.org", "TXT"): txt("v=spf1 ip4:192.0.2.0/24 include:_spf.example.org -all"),
    ("_spf.example.org", "TXT"): txt("v=spf1 mx:mx.example.org ~all"),
    ("mx.example.org", "MX"): ["10 host.example.org."],
    ("host.example.org", "A"): ["198.51.100.7"],
    ("bounce.example.org", "TXT"): txt("v=spf1 ip4:192.0.2.1 -all"),
    ("loop.org", "TXT"): txt("v=spf1 include:loop.org -all"),
    **policy("loop.org"),
    **policy("broken.org"),
    ("broken.org", "TXT"): txt("v=spf1 nonsense:1 -all"),
    ("evil.test", "TXT"): txt("v=spf1 +all"),
}


@pytest.fixture
async def dns():
    async with name_server(ZONE) as (server, resolver):
        server.resolver = resolver
        yield server


@pytest.fixture
def judged(dns):
    async def judged(raw, **facts):
        return await judge(raw, resolver=dns.resolver, **facts)

    return judged


@pytest.mark.parametrize("canonical", [b"simple", b"relaxed"])
@pytest.mark.parametrize("algorithm", [b"rsa-sha256", b"ed25519-sha256"])
async def test_a_signed_mail_is_its_authors(judged, canonical, algorithm):
    selector = "ed" if algorithm == b"ed25519-sha256" else "s1"
    raw = signed(mail(), selector=selector, algorithm=algorithm, canonicalize=(canonical, canonical))
    verdict = await judged(raw)
    assert (verdict.standing, verdict.by, verdict.spf) == ("pass", "computed", "unchecked")
    assert (verdict.address, verdict.domain, verdict.dkim) == (
        "ann@example.org",
        "example.org",
        ("example.org",),
    )


async def test_line_ends_and_a_mailbox_files_line_change_nothing(judged):
    raw = signed(mail())
    assert (await judged(raw.replace(b"\r\n", b"\n"))).standing is Standing.passed
    assert (await judged(b"From ann@example.org Mon\n" + raw)).standing is Standing.passed


@pytest.mark.parametrize(
    ("sender", "signer", "standing"),
    [
        ("a@example.org", "mail.example.org", "pass"),  # relaxed alignment: one owner
        ("a@deep.sub.example.org", "example.org", "pass"),  # the owner's policy is inherited
        ("a@strict.org", "strict.org", "pass"),
        ("a@strict.org", "sub.strict.org", "fail"),  # adkim=s
        ("a@example.org", "evil.test", "fail"),  # signed, but by somebody else
        ("a@bücher.org", "xn--bcher-kva.org", "pass"),
        ("a@XN--BCHER-KVA.org", "xn--bcher-kva.org", "pass"),
        ("a@bob.github.io", "alice.github.io", "fail"),  # a public suffix has no owner
        ("a@nothing.org", "evil.test", "none"),
        ("a@twice.org", "evil.test", "none"),  # two policies are none
        ("a@lenient.org", "evil.test", "none"),  # no wish, and SPF might have said yes
    ],
)
async def test_alignment(judged, sender, signer, standing):
    assert (await judged(signed(mail(sender), signer))).standing == standing


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        (lambda raw: raw + b"more", "fail"),
        (lambda raw: raw.replace(b"Subject: Help", b"Subject: Pay"), "fail"),
        (lambda raw: raw.replace(b"ann@", b"eve@"), "fail"),
        (lambda raw: raw.replace(b" b=", b" b=ABCD", 1), "fail"),
        (lambda raw: raw.replace(b"From: Ann", b"From: Eve <eve@example.org>\r\nFrom: Ann", 1), "fail"),
        (lambda raw: b"From: eve@evil.test\r\n" + raw, "fail"),
        (lambda raw: raw.replace(b"Subject:", b"X: y\rFrom: eve@example.org\r\nSubject:"), "none"),
        (lambda raw: raw.replace(b"To:", b"not a field\r\nTo:"), "none"),
        (lambda raw: raw.replace(b"To: ", b"To: \0"), "none"),
    ],
)
async def test_a_changed_mail_is_not_believed(judged, change, standing):
    assert (await judged(change(signed(mail())))).standing == standing


async def test_a_signature_over_a_part_is_none(judged):
    raw = signed(mail(), length=True)
    assert b" l=" in raw.partition(b"From:")[0]
    assert (await judged(raw)).standing is Standing.failed


async def test_sha1_is_not_accepted(judged):
    assert (await judged(signed(mail(), algorithm=b"rsa-sha1"))).standing is Standing.failed


async def test_one_good_signature_among_bad_ones_is_enough(judged):
    raw = signed(signed(mail(), "evil.test"), "example.org")
    for number in range(3):
        raw = (
            b"DKIM-Signature: v=1; a=rsa-sha256; d=evil.test; s=%d; h=from; bh=AA==; b=AA==\r\n" % number
            + raw
        )
    assert (await judged(raw)).standing is Standing.passed


SPF_CASES = [
    ("192.0.2.9", "ann@example.org", "pass", "pass"),
    ("198.51.100.7", "ann@example.org", "pass", "pass"),
    ("203.0.113.1", "ann@example.org", "fail", "fail"),
    ("::ffff:192.0.2.9", "ann@example.org", "pass", "pass"),
    ("2001:db8::1", "ann@example.org", "fail", "fail"),
    ("192.0.2.1", "x@bounce.example.org", "pass", "pass"),  # relaxed alignment
    ("192.0.2.1", "x@evil.test", "pass", "fail"),  # SPF of somebody else's domain
    ("192.0.2.1", "x@no-such.org", "none", "fail"),
    ("192.0.2.1", "", "pass", "pass"),  # the null path: the client's own name
    ("192.0.2.1", "x@loop.org", "permerror", "fail"),
    ("192.0.2.1", "x@broken.org", "permerror", "fail"),
    ("not an address", "ann@example.org", "permerror", "fail"),
    ("192.0.2.1", "ann@[192.0.2.1]", "none", "fail"),
    ("192.0.2.1", '"a b"@example.org', "pass", "pass"),
    ("192.0.2.1", "%{l}%{d2r}@example.org", "pass", "pass"),
]


@pytest.mark.parametrize(("address", "path", "spf", "standing"), SPF_CASES)
async def test_spf(judged, address, path, spf, standing):
    verdict = await judged(mail(), client=Client(address, "bounce.example.org", path))
    assert (verdict.spf, verdict.standing) == (spf, standing)


async def test_a_received_line_is_no_client(judged, dns):
    raw = b"Received: from mx.example.org ([192.0.2.9])\r\nReceived-SPF: pass\r\n" + mail()
    verdict = await judged(raw)
    assert (verdict.spf, verdict.standing) == ("unchecked", "fail")
    assert ("example.org", "TXT") not in dns.asked


async def test_without_dns_there_is_no_verdict(dns, judged):
    dns.silent = True
    client = Client("192.0.2.9", "h", "ann@example.org")
    standings = [(await judged(signed(mail()), client=client)).standing for _ in range(5)]
    assert standings == [Standing.none] * 5
    assert len(dns.asked) <= SILENCES + 1  # by then the servers count as away
    dns.asked.clear()
    assert (await judged(signed(mail()))).standing is Standing.none
    assert dns.asked == []


async def test_dns_that_comes_back_is_asked_again(dns, judged, monkeypatch):
    now = 1000.0
    monkeypatch.setattr("deskbell.channels.email.resolver.time", SimpleNamespace(monotonic=lambda: now))
    dns.silent = True
    for _ in range(4):
        assert (await judged(signed(mail()))).standing is Standing.none
    now += AWAY_FOR + 1
    assert (await judged(signed(mail()))).standing is Standing.none
    dns.silent = False
    assert (await judged(signed(mail()))).standing is Standing.none
    now += AWAY_FOR + 1
    assert (await judged(signed(mail()))).standing is Standing.passed


async def test_domains_that_do_not_answer_silence_nobody_else(dns, judged):
    dns.mute = {f"_dmarc.slow{number}.org" for number in range(5)}
    for number in range(5):
        assert (await judged(mail(f"a@slow{number}.org"))).standing is Standing.none
    assert (await judged(signed(mail()))).standing is Standing.passed
    assert (await judged(mail())).standing is Standing.failed


@pytest.mark.parametrize("name", ["_dmarc.example.org", "s1._domainkey.example.org"])
async def test_an_answer_that_is_an_error_is_no_verdict(dns, judged, name):
    dns.broken.add(name)
    verdict = await judged(signed(mail()))
    assert (verdict.standing, verdict.dkim) == ("none", ())


async def test_an_error_about_spf_is_no_verdict(dns, judged):
    dns.broken.add("example.org")
    verdict = await judged(mail(), client=Client("192.0.2.9", "h", "ann@example.org"))
    assert (verdict.spf, verdict.standing) == ("temperror", "none")


async def test_a_closed_port_is_no_verdict():
    verdict = await judge(signed(mail()), resolver=DnsResolver(["127.0.0.1"], port=1, patience=0.5))
    assert verdict.standing is Standing.none


def noted(monkeypatch, module, name):
    """What a function is given from now on, as its first argument."""
    given, real = [], getattr(module, name)

    def note(first, *arguments, **options):
        given.append(first)
        return real(first, *arguments, **options)

    monkeypatch.setattr(module, name, note)
    return given


def verified(monkeypatch):
    """The mails that dkimpy is given from now on."""
    given = []

    def note(message, **options):
        given.append(message)
        return dkim.DKIM(message, **options)

    monkeypatch.setattr(signatures, "dkim", SimpleNamespace(DKIM=note))
    return given


BOMBS = {
    "blanks": b" " * 2_000_000 + b"x",
    "tabs before ends": b"\t \r\n" * 400_000,
    "ends": b"\r\n" * 1_000_000,
    "carriage returns": b"\r" * 2_000_000,
    "blanks and ends": (b" " * 999 + b"x\r\n") * 2_000,
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("canonical", [b"simple", b"relaxed"])
@pytest.mark.timeout(30)
async def test_bodies_made_to_be_slow(judged, monkeypatch, body, canonical):
    """What dkimpy is given has no run of blanks, where its patterns would go back and forth."""
    given = verified(monkeypatch)
    raw = signed(mail(), canonicalize=(canonical, canonical)).replace(BODY.encode(), body)
    assert (await judged(raw)).standing is Standing.failed
    [message] = given
    assert len(message) <= 2 * len(raw)
    assert canonical == b"simple" or not re.search(
        rb"[\t ]{2}|\t|[\t ]\r\n", message.partition(b"\r\n\r\n")[2]
    )


SLOW_TAGS = [
    b" " * 4000,
    b"\r\n " * 1300,
    b"\r\n\t \r\n " * 500,
    b"b=" * 2000,
    b";b" + b"\r\n =" * 900,
    (b"a" * 99 + b"\r\n ") * 39,
    b":" * 4000,
    (b" " * 98 + b":") * 40,
]


@pytest.mark.parametrize("tags", SLOW_TAGS)
@pytest.mark.parametrize("tag", [b"b", b"h", b"bh"])
@pytest.mark.timeout(30)
async def test_signatures_made_to_be_slow(judged, monkeypatch, tag, tags):
    """No tag list beyond the limits is read, and no more signatures than the limit are verified."""
    shape = b"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; h=from:to; bh=AAAA; b=AAAA\r\n"
    slow = shape.replace(b" %s=" % tag, b" %s=from:" % tag if tag == b"h" else b" %s=" % tag)
    slow = (
        slow.replace(b"AAAA\r\n", b"AAAA" + tags + b"!\r\n")
        if tag == b"b"
        else slow.replace(
            b"; b=" if tag == b"bh" else b"; bh=", tags + (b"; b=" if tag == b"bh" else b"; bh=")
        )
    )
    given, mails = noted(monkeypatch, signatures, "parse_tag_value"), verified(monkeypatch)
    assert (await judged(slow * 4 + mail())).standing is Standing.failed
    assert len(mails) <= MAX_SIGNATURES
    assert all(len(tags) <= MAX_SIGNATURE and not re.search(rb"\s{100}", tags) for tags in given)
