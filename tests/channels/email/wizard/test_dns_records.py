"""SPF, DKIM and DMARC of a domain: what should be there, what is, and what to do about it."""

import pytest
from tests.channels.email.name_server import name_server, names_of, txt
from tests.factories.mailboxes import make_mailbox
from tests.factories.users import make_admin

from deskbell.channels.email.composing.dkim_keys import load_or_create_dkim_key
from deskbell.channels.email.wizard.records.dkim import check_dkim
from deskbell.channels.email.wizard.records.dmarc import check_dmarc
from deskbell.channels.email.wizard.records.spf import Outgoing, check_spf

D = "desk.example"
SERVERS = {
    ("smtp.desk.example", "A"): ["192.0.2.10"],
    ("smtp.gmail.com", "A"): ["192.0.2.20"],
    ("_spf.google.com", "TXT"): txt("v=spf1 ip4:192.0.2.16/28 ~all"),
}


def records(*texts):
    return [each for text in texts for each in txt(text)]


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return load_or_create_dkim_key(tmp_path_factory.mktemp("keys"))


@pytest.mark.parametrize(
    ("host", "texts", "state", "expected"),
    [
        ("smtp.desk.example", [], "missing", "v=spf1 a:smtp.desk.example ~all"),
        ("smtp.gmail.com", ["something else"], "missing", "v=spf1 include:_spf.google.com ~all"),
        ("smtp.office365.com", [], "missing", "v=spf1 include:spf.protection.outlook.com ~all"),
        (None, [], "missing", "v=spf1 mx ~all"),
        ("smtp.gmail.com", ["v=spf1 include:_spf.google.com -all"], "present", None),
        ("smtp.gmail.com", ["v=spf1 redirect=_spf.google.com"], "present", None),
        ("smtp.desk.example", ["v=spf1 ip4:192.0.2.0/28 -all"], "present", None),
        (None, ["v=spf1 ip4:192.0.2.0/28 -all"], "present", None),
        (
            "smtp.gmail.com",
            ["v=spf1 ip4:198.51.100.1 -all"],
            "different",
            "v=spf1 ip4:198.51.100.1 include:_spf.google.com -all",
        ),
        (
            "smtp.desk.example",
            ["v=spf1 include:_spf.google.com ~all"],
            "different",
            "v=spf1 include:_spf.google.com a:smtp.desk.example ~all",
        ),
        ("smtp.desk.example", ["v=spf1 a -all", "v=spf1 mx -all"], "wrong", None),
        ("smtp.desk.example", ["v=spf1 a:smtp.desk.example +all"], "wrong", None),
        ("smtp.desk.example", ["v=spf1 a:smtp.desk.example oops -all"], "wrong", None),
        ("smtp.desk.example", [f"v=spf1 {' '.join(f'include:{n}.desk.example' for n in range(12))} -all"],
         "wrong", None),
    ],
)  # fmt: skip
async def test_spf(host, texts, state, expected):
    zone = SERVERS | {(D, "TXT"): records(*texts)}
    zone |= {(f"{n}.desk.example", "TXT"): txt("v=spf1 ip4:198.51.100.7 ?all") for n in range(12)}
    async with name_server(zone) as (_, resolver):
        found = await check_spf(Outgoing(D, host), resolver)
    assert (found.state, found.name) == (state, D)
    assert expected is None or found.expected == expected
    assert bool(found.advice) is (state != "present")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda text: [text], "present"),
        (lambda text: [text.replace("p=", "p= ").replace("; k=rsa", "")], "present"),
        (lambda _: [], "missing"),
        (lambda text: [text[:-20] + "AAAA" + text[-16:]], "different"),
        (lambda text: [text.replace("k=rsa", "k=ed25519")], "different"),
        (lambda _: ["v=DKIM1; k=rsa; p="], "wrong"),
        (lambda _: ["hello"], "wrong"),
        (lambda text: [text, text.replace("p=", "p=A")], "wrong"),
        (lambda text: [text + "; t=y"], "wrong"),
    ],
)
async def test_dkim(key, change, state):
    zone = {(f"deskbell._domainkey.{D}", "TXT"): records(*change(key.record_text()))}
    async with name_server(zone) as (_, resolver):
        found = await check_dkim(D, key, resolver)
    assert (found.state, found.name) == (state, f"deskbell._domainkey.{D}")
    assert found.expected == key.record_text()
    assert bool(found.advice) is (state != "present")


@pytest.mark.parametrize(
    ("zone", "state", "name"),
    [
        ({}, "missing", "_dmarc.mail.desk.example"),
        ({("_dmarc.mail.desk.example", "TXT"): txt("v=DMARC1; p=reject")}, "present",
         "_dmarc.mail.desk.example"),
        ({("_dmarc.desk.example", "TXT"): txt("v=DMARC1;p=none")}, "present", "_dmarc.desk.example"),
        ({("_dmarc.desk.example", "TXT"): txt("v=DMARC1; p=maybe")}, "wrong", "_dmarc.desk.example"),
        ({("_dmarc.desk.example", "TXT"): txt("v=DMARC1")}, "wrong", "_dmarc.desk.example"),
        ({("_dmarc.desk.example", "TXT"): records("v=DMARC1; p=none", "v=DMARC1; p=reject")}, "wrong",
         "_dmarc.desk.example"),
        ({("_dmarc.desk.example", "TXT"): txt("other")}, "missing", "_dmarc.mail.desk.example"),
    ],
)  # fmt: skip
async def test_dmarc(zone, state, name):
    async with name_server(zone) as (_, resolver):
        found = await check_dmarc("mail.desk.example", resolver)
    assert (found.state, found.name) == (state, name)


async def test_a_mailboxs_records_over_the_api(session, client_as, app, settings):
    """Nothing there at first; what is then published as it was asked for is present at the next look."""
    admin = await client_as(await make_admin(session))
    smtp = {"host": "smtp.desk.example"}
    mailbox = await make_mailbox(session, settings, address="help@desk.example", smtp=smtp)
    zone = dict(SERVERS)
    async with names_of(app, zone):
        path = f"/v1/mailboxes/{mailbox.id}/dns-records"
        items = (await admin.get(path)).json()["items"]
        assert [each["state"] for each in items] == ["missing"] * 3
        zone |= {(each["name"], "TXT"): txt(each["expected"]) for each in items}
    async with names_of(app, zone):
        items = (await admin.get(path)).json()["items"]
        assert [(each["kind"], each["state"]) for each in items] == [
            ("spf", "present"),
            ("dkim", "present"),
            ("dmarc", "present"),
        ]
        before = {"address": "help@desk.example", "smtp_host": "smtp.desk.example"}
        assert (await admin.get("/v1/mail-dns-records", params=before)).json()["items"] == items


async def test_without_name_servers_nothing_is_said(session, client_as, settings):
    admin = await client_as(await make_admin(session))
    mailbox = await make_mailbox(session, settings)
    items = (await admin.get(f"/v1/mailboxes/{mailbox.id}/dns-records")).json()["items"]
    assert [each["state"] for each in items] == ["unknown"] * 3
    assert items[1]["expected"].startswith("v=DKIM1; k=rsa; p=")
