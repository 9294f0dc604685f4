"""The doors for mail: what is bound when, and what is said when it can't be."""

import socket
from contextlib import closing

import pytest
from pydantic import ValidationError
from tests.channels.email.inbound.conftest import ledger
from tests.channels.email.inbound.mails import mail, send

from deskbell.channels.email.inbound.intake import open_doors
from deskbell.cli.refusal import Refusal
from deskbell.cli.serving import mail_doors
from deskbell.cli.serving.mail_doors import close_doors, mail_notes, open_mail_doors
from deskbell.core.config import Settings

URL = "postgresql://nowhere/none"


def test_no_mail_is_taken_unless_it_is_asked_for():
    assert open_mail_doors(Settings(database_url=URL)) == []
    assert mail_notes([]) == []


def test_a_demonstration_finds_ports_by_itself(monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:
        address = f"127.0.0.1:{busy.getsockname()[1]}"
        monkeypatch.setattr(mail_doors, "IN_A_DEMONSTRATION", {"smtp": address, "lmtp": address})
        doors = open_mail_doors(Settings(database_url=URL, demo=True))
        try:
            assert [speech for speech, _ in doors] == ["smtp", "lmtp"]
            assert all(door.getsockname()[0] == "127.0.0.1" for _, door in doors)
            [note] = mail_notes(doors)
            assert f"smtp 127.0.0.1:{doors[0][1].getsockname()[1]}" in note
        finally:
            close_doors(doors)


def test_a_port_in_use_is_named():
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:
        address = f"127.0.0.1:{busy.getsockname()[1]}"
        with pytest.raises(Refusal, match=f"DESKBELL_SMTP_LISTEN is {address}, which is in use"):
            open_mail_doors(Settings(database_url=URL, smtp_listen=address))


@pytest.mark.parametrize("wrong", ["2525", "host:", ":25", "host:0", "host:70000", "host:x"])
def test_an_address_without_host_or_port_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(database_url=URL, smtp_listen=wrong)


async def test_several_processes_share_a_door(desk):
    """Two listeners on one socket, as two API processes have it: each mail is stored once."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
        listeners = [await open_doors(desk.database, [("smtp", door)], "desk.example.com") for _ in range(2)]
        try:
            for number in range(10):
                assert await send(port, mail(str(number))) == ["250 2.0.0 Stored"]
        finally:
            for listener in listeners:
                await listener.close()
    assert len(await ledger(desk.database)) == 10
    assert await open_doors(desk.database, (), "desk.example.com") is None


async def test_every_domain_of_a_mailbox_has_a_postmaster(desk, doors):
    """RFC 5321, 4.5.1: there its oldest mailbox gets the mail; domains of others have none here."""
    smtp, _ = doors
    ours, theirs = "PostMaster@DESK.example.com", "postmaster@example.com"
    assert await send(smtp, mail("Your DNS is odd."), ours) == ["250 2.0.0 Stored"]
    assert (await send(smtp, mail("So is theirs."), theirs))[0].startswith("503")  # no recipient is left
    [row] = await ledger(desk.database)
    assert (row.mailbox_id, row.recipients) == (desk.mailbox.id, [ours])
