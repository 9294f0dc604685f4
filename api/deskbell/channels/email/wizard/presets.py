"""How the mail servers of the large providers are reached, and what they ask for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskbell.channels.email.sending.server import Security


class Provider(StrEnum):
    """Who runs a mailbox; `plain` is every mail server that is spoken to by IMAP and SMTP."""

    gmail = "gmail"
    microsoft365 = "microsoft365"
    plain = "plain"


class SignInBy(StrEnum):
    """How one proves to be the mailbox's owner: by signing in at the provider (OAuth 2), or a password."""

    provider = "provider"
    password = "password"  # noqa: S105 - a word, no secret


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as it is entered."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a provider. `domains` are its own; `mail_servers` end the names of those it runs.

    `spf` is the term that lets its servers send for a domain.
    """

    provider: Provider
    name: str
    sign_in: SignInBy
    explanation: str
    steps: tuple[str, ...]
    imap: Server | None = None
    smtp: Server | None = None
    domains: frozenset[str] = frozenset()
    mail_servers: tuple[str, ...] = ()
    spf: str = ""


IMAP_PORT: Final = 993
SMTP_PORT: Final = 587

GMAIL: Final = Preset(
    provider=Provider.gmail,
    name="Gmail and Google Workspace",
    sign_in=SignInBy.provider,
    explanation="Google lets programs in after you have signed in at Google and allowed it. For that the "
    "helpdesk has to be registered with Google once, by an app of your own.",
    steps=(
        (
            "In the Google Cloud console, make a project and configure the consent screen: “internal” for "
            "Google Workspace; otherwise publish it, as test apps have to sign in again every 7 days."
        ),
        "Under “Clients”, make an OAuth client for a web application, with the callback address shown here.",
        "Enter its client ID and client secret here.",
        "Sign in with the account of the mailbox and allow access to its mail.",
    ),
    imap=Server("imap.gmail.com", IMAP_PORT, Security.tls),
    smtp=Server("smtp.gmail.com", SMTP_PORT, Security.starttls),
    domains=frozenset({"gmail.com", "googlemail.com"}),
    mail_servers=("google.com", "googlemail.com"),
    spf="include:_spf.google.com",
)
MICROSOFT365: Final = Preset(
    provider=Provider.microsoft365,
    name="Microsoft 365 and Outlook",
    sign_in=SignInBy.provider,
    explanation="Microsoft lets programs in after you have signed in there and allowed it; it takes no "
    "passwords. For that the helpdesk has to be registered in Microsoft Entra once, by an app of your own.",
    steps=(
        (
            "In the Microsoft Entra admin center, under “App registrations”, register an app with a redirect "
            "URI of the platform “Web”: the callback address shown here."
        ),
        (
            "Under “API permissions”, add the delegated permissions IMAP.AccessAsUser.All and SMTP.Send of "
            "Microsoft Graph, and grant admin consent if your organization asks for it."
        ),
        "Under “Certificates & secrets”, make a client secret, and note when it expires.",
        "Enter the application (client) ID, the secret's value and the directory (tenant) ID here.",
        "In the Exchange admin center, allow “Authenticated SMTP” and IMAP for the mailbox.",
        (
            "Sign in with the account of the mailbox; for a shared mailbox, with one that has full access "
            "and “send as”, and enter the address of the shared mailbox as user name."
        ),
    ),
    imap=Server("outlook.office365.com", IMAP_PORT, Security.tls),
    smtp=Server("smtp.office365.com", SMTP_PORT, Security.starttls),
    domains=frozenset({"outlook.com", "hotmail.com", "live.com", "msn.com", "onmicrosoft.com"}),
    mail_servers=("mail.protection.outlook.com", "mx.microsoft", "olc.protection.outlook.com"),
    spf="include:spf.protection.outlook.com",
)
PLAIN: Final = Preset(
    provider=Provider.plain,
    name="Another mail server",
    sign_in=SignInBy.password,
    explanation="Any mailbox that can be read by IMAP and sends by SMTP. Your provider tells you the names "
    "of the servers, their ports, and the user name and password.",
    steps=(
        "Enter the IMAP server: usually port 993 with TLS from the start.",
        "Enter the SMTP server: usually port 587 with STARTTLS, or port 465 with TLS from the start.",
        (
            "Enter the user name, often the whole address, and the password. Where the account has a second "
            "factor, make a password for this app at your provider."
        ),
    ),
)
PRESETS: Final = (GMAIL, MICROSOFT365, PLAIN)


def preset_of(provider: Provider) -> Preset:
    """The preset of a provider."""
    return next(each for each in PRESETS if each.provider is provider)


def preset_of_server(host: str) -> Preset:
    """The preset whose provider runs a mail server of this name; the plain one where it isn't known."""
    name = host.removesuffix(".").lower()
    for preset in (GMAIL, MICROSOFT365):
        known = [each.host for each in (preset.imap, preset.smtp) if each]
        if name in known or any(name == end or name.endswith(f".{end}") for end in preset.mail_servers):
            return preset
    return PLAIN
