"""Which provider runs the mailbox of an address: by its domain, else by the mail servers that this names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskbell.channels.email.resolver import LookupFailed, Resolver
from deskbell.channels.email.sending.server import Security
from deskbell.channels.email.wizard.presets import (
    IMAP_PORT,
    PLAIN,
    PRESETS,
    SMTP_PORT,
    Preset,
    Server,
    preset_of_server,
)

SHOWN_SERVERS: Final = 5


class GuessedBy(StrEnum):
    """What a guess rests on."""

    domain = "domain"
    mail_servers = "mail_servers"
    host_names = "host_names"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest provider and servers of a domain, and a sentence on why."""

    domain: str
    preset: Preset
    guessed_by: GuessedBy
    explanation: str
    mail_servers: tuple[str, ...] = ()
    imap: Server | None = None
    smtp: Server | None = None


async def guess_provider(domain: str, resolver: Resolver) -> Guess:
    """Guess who runs the mailboxes of a plain domain; never raises, whatever the name servers do."""
    for preset in PRESETS:
        if domain in preset.domains or any(domain.endswith(f".{each}") for each in preset.domains):
            text = f"Addresses of {domain} are {preset.name}'s."
            return Guess(domain, preset, GuessedBy.domain, text, (), preset.imap, preset.smtp)
    try:
        found = sorted(await resolver.mail_servers(domain))
        servers = tuple(host for _, host in found if host.strip("."))[:SHOWN_SERVERS]
        for host in servers:
            if (preset := preset_of_server(host)) is not PLAIN:
                text = f"Mail to {domain} goes to {host}, which is {preset.name}'s."
                return Guess(domain, preset, GuessedBy.mail_servers, text, servers, preset.imap, preset.smtp)
        return await _plain(domain, servers, resolver)
    except LookupFailed:
        text = f"The name servers gave no answer about {domain}. Enter the servers by hand."
        return Guess(domain, PLAIN, GuessedBy.nothing, text)


async def _plain(domain: str, servers: tuple[str, ...], resolver: Resolver) -> Guess:
    """The usual names of mail servers, as far as they exist in this domain."""
    imap = await _first(resolver, f"imap.{domain}", f"mail.{domain}")
    smtp = await _first(resolver, f"smtp.{domain}", f"mail.{domain}")
    if imap is None and smtp is None:
        known = f"Mail to {domain} goes to {servers[0]}" if servers else f"{domain} names no mail server"
        text = f"{known}. Ask your provider for the names of the IMAP and SMTP servers."
        return Guess(domain, PLAIN, GuessedBy.nothing, text, servers)
    names = " and ".join(dict.fromkeys(each for each in (imap, smtp) if each))
    return Guess(
        domain,
        PLAIN,
        GuessedBy.host_names,
        f"By their names, {names} may be the mail servers of {domain}. Try them.",
        servers,
        Server(imap, IMAP_PORT, Security.tls) if imap else None,
        Server(smtp, SMTP_PORT, Security.starttls) if smtp else None,
    )


async def _first(resolver: Resolver, *names: str) -> str | None:
    for name in names:
        if await resolver.addresses(name, "A") or await resolver.addresses(name, "AAAA"):
            return name
    return None
