"""How often one machine may order mails about accounts, and use their links (T85, T89)."""

from datetime import timedelta

from deskbell.core.problems import TooManyRequests
from deskbell.core.rate_limits import hit
from deskbell.sessions import attempts
from deskbell.sessions.browser import Browser
from deskbell.sessions.services import SignInServices

PER_MACHINE, WINDOW = 20, timedelta(hours=1)


async def count_order(services: SignInServices, browser: Browser) -> None:
    """Count an order, whatever becomes of it. Raises `TooManyRequests`."""
    async with services.database.reader() as connection:
        state = await hit(
            connection, f"account_mails:{attempts.network(browser.address)}", PER_MACHINE, WINDOW
        )
    if not state.allowed:
        raise TooManyRequests(headers=state.headers)


async def count_link(services: SignInServices, browser: Browser) -> None:
    """Count a use of any link, right or wrong. Raises `TooManyAttempts`."""
    async with services.database.reader() as connection:
        await attempts.count_link(connection, browser.address)
