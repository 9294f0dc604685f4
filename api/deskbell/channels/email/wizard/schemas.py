"""What the connect wizard takes and gives."""

from datetime import datetime

from pydantic import Field

from deskbell.channels.email.mailboxes.schemas import IncomingWrite, SmtpWrite
from deskbell.channels.email.sending.server import Security
from deskbell.channels.email.wizard.guessing import Guess, GuessedBy
from deskbell.channels.email.wizard.models import SelfTestState, Step, StepState
from deskbell.channels.email.wizard.presets import Preset, Provider, Server, SignInBy
from deskbell.channels.email.wizard.records.finding import Finding, RecordKind, RecordState
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried
from deskbell.core.fields import Id
from deskbell.core.pagination import Read, Write


class MailServerRead(Read):
    """A mail server as it is entered."""

    host: str = Field(examples=["imap.gmail.com"])
    port: int = Field(examples=[993])
    security: Security


class MailProviderRead(Read):
    """A provider of mailboxes, and what it takes to connect one of its mailboxes."""

    provider: Provider
    name: str = Field(examples=["Gmail and Google Workspace"])
    sign_in: SignInBy = Field(
        description="Whether a mailbox is opened by signing in there, or by a password."
    )
    explanation: str = Field(description="What to know first, for admins.")
    steps: list[str] = Field(description="What to do, in order.")
    imap: MailServerRead | None = Field(description="Where mail is read; null: to be entered.")
    smtp: MailServerRead | None = Field(description="Where mail is sent; null: to be entered.")


class MailProviderGuess(Read):
    """Who probably runs the mailbox of an address."""

    domain: str = Field(examples=["example.org"])
    provider: Provider
    guessed_by: GuessedBy = Field(description="What the guess rests on.")
    explanation: str = Field(description="Why, in a sentence.")
    mail_servers: list[str] = Field(description="Where mail to the domain goes, the first choice first.")
    imap: MailServerRead | None = Field(description="Servers to try.")
    smtp: MailServerRead | None = Field(description="Servers to try.")


class DnsRecordRead(Read):
    """A TXT record that a domain needs for its mail, and how it stands."""

    kind: RecordKind
    name: str = Field(examples=["deskbell._domainkey.example.org"])
    purpose: str = Field(description="What it is for.")
    expected: str = Field(description="The text that it should have.", examples=["v=spf1 mx ~all"])
    found: list[str] = Field(description="The texts that it has.")
    state: RecordState = Field(
        description="`different`: valid, but not for this helpdesk. `unknown`: the name servers are away."
    )
    finding: str = Field(description="How it stands, in a sentence.")
    advice: str = Field(description="What to do; empty when nothing.")


class MailServerCheck(Write):
    """Which servers to try: those that are given; else those that the mailbox has."""

    mailbox_id: Id | None = Field(
        None, description="Its stored passwords are used, for the host and name that they are stored for."
    )
    smtp: SmtpWrite | None = None
    incoming: IncomingWrite | None = None


class ServerTryRead(Read):
    """How trying one server went."""

    ok: bool = Field(description="Whether it lets us in.")
    obstacle: Obstacle | None = Field(description="What stood in the way.")
    says: str = Field(description="How it went and what to do next, in plain sentences.")
    answer: str = Field(description="The server's own words; may be empty.")


class MailServerCheckRead(Read):
    """How trying the servers went; null for one that there is nothing to try of."""

    smtp: ServerTryRead | None
    incoming: ServerTryRead | None


class SelfTestStep(Read):
    """One step of a test."""

    step: Step
    state: StepState
    at: datetime | None = Field(description="When it was done.")


class SelfTestRead(Read):
    """A mail that a mailbox sends to itself, and how far it has come."""

    id: int
    mailbox_id: int
    state: SelfTestState
    steps: list[SelfTestStep] = Field(description="Connecting, sending, receiving, in this order.")
    obstacle: Obstacle | None = Field(description="What it failed by.")
    says: str = Field(description="How it stands and what to do next, in plain sentences.")
    trusted: bool | None = Field(
        description="Whether SPF, DKIM and DMARC spoke for the mail as it arrived; null while it has not."
    )
    started_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


def server_try_read(tried: Tried | None) -> ServerTryRead | None:
    """A try as it is answered."""
    if tried is None:
        return None
    return ServerTryRead(
        ok=tried.obstacle is None, obstacle=tried.obstacle, says=tried.says, answer=tried.answer
    )


def provider_read(preset: Preset) -> MailProviderRead:
    """A preset as it is answered."""
    return MailProviderRead(
        provider=preset.provider,
        name=preset.name,
        sign_in=preset.sign_in,
        explanation=preset.explanation,
        steps=list(preset.steps),
        imap=_server(preset.imap),
        smtp=_server(preset.smtp),
    )


def guess_read(guess: Guess) -> MailProviderGuess:
    """A guess as it is answered."""
    return MailProviderGuess(
        domain=guess.domain,
        provider=guess.preset.provider,
        guessed_by=guess.guessed_by,
        explanation=guess.explanation,
        mail_servers=list(guess.mail_servers),
        imap=_server(guess.imap),
        smtp=_server(guess.smtp),
    )


def record_read(finding: Finding) -> DnsRecordRead:
    """A record as it is answered."""
    return DnsRecordRead(
        kind=finding.kind,
        name=finding.name,
        purpose=finding.purpose,
        expected=finding.expected,
        found=list(finding.found),
        state=finding.state,
        finding=finding.finding,
        advice=finding.advice,
    )


def _server(server: Server | None) -> MailServerRead | None:
    if server is None:
        return None
    return MailServerRead(host=server.host, port=server.port, security=server.security)
