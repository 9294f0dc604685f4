"""All three records of an address, asked for at the same time."""

import asyncio

from deskbell.channels.email.composing.dkim_keys import DkimKey
from deskbell.channels.email.resolver import Resolver
from deskbell.channels.email.wizard.records.dkim import check_dkim
from deskbell.channels.email.wizard.records.dmarc import check_dmarc
from deskbell.channels.email.wizard.records.finding import Finding
from deskbell.channels.email.wizard.records.spf import Outgoing, check_spf


async def check_records(
    domain: str, smtp_host: str | None, key: DkimKey, resolver: Resolver
) -> tuple[Finding, ...]:
    """What a plain domain publishes for its mail; `smtp_host` is the server that sends it."""
    return await asyncio.gather(
        check_spf(Outgoing(domain, smtp_host), resolver),
        check_dkim(domain, key, resolver),
        check_dmarc(domain, resolver),
    )
