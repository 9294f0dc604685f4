"""`deskbell mail`."""

from typing import Any

import click

AWAY = 75  # EX_TEMPFAIL: the mail server keeps the mail and tries again
REFUSED = 69  # EX_UNAVAILABLE: the mail server tells its sender
LMTP_PORT = 24
SECONDS = 60


@click.group()
def mail() -> None:
    """Bring mail in by hand, or from a mail server."""


@mail.command()
@click.argument("recipients", nargs=-1, required=True)
@click.option("--sender", default="", help="The envelope's sender; left out: the null return path.")
@click.option(
    "--lmtp",
    envvar="DESKBELL_LMTP_LISTEN",
    default="127.0.0.1:2524",
    show_default=True,
    help="Where the running helpdesk takes LMTP.",
)
def deliver(recipients: tuple[str, ...], sender: str, lmtp: str) -> None:
    """Hand the mail on standard input to the running helpdesk, for these addresses.

    Exit status 0: stored; 75: it is away or busy, try again; 69: it takes no such mail. For a pipe in the
    configuration of a mail server.
    """
    import smtplib
    import sys

    raw = _as_sent(sys.stdin.buffer.read())
    host, _, port = lmtp.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1"}.get(host, host).strip("[]")  # noqa: S104 - compared, not bound
    try:
        with smtplib.LMTP(host, int(port or LMTP_PORT), timeout=SECONDS) as server:
            code, answer = _deliver(server, sender, recipients, raw)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        click.echo(f"The helpdesk is away: {error}", err=True)
        sys.exit(AWAY)
    if code >= 400:  # noqa: PLR2004 - where refusals begin
        click.echo(f"Not taken: {code} {answer}", err=True)
        sys.exit(REFUSED if code >= 500 else AWAY)  # noqa: PLR2004 - for good


def _deliver(server: Any, sender: str, recipients: tuple[str, ...], raw: bytes) -> tuple[int, str]:
    """The worst answer of all: one recipient to be tried again makes the whole mail be tried again."""
    server.ehlo_or_helo_if_needed()
    answers = [server.mail(sender)]
    taken = 0
    for recipient in recipients:
        answers.append(server.rcpt(recipient))
        taken += answers[-1][0] < 400  # noqa: PLR2004 - the same
    if taken:
        answers.append(server.docmd("DATA"))
        server.send(raw + b".\r\n")
        answers += [server.getreply() for _ in range(taken)]
    wrong = [answer for answer in answers if answer[0] >= 400]  # noqa: PLR2004 - the same
    code, text = min(wrong, default=(250, b""))
    return code, text.decode("utf-8", "replace")


def _as_sent(raw: bytes) -> bytes:
    """With the line ends of SMTP and its dots doubled; without the `From ` line of a mailbox file."""
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
