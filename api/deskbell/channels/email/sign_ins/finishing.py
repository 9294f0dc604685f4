"""The way back from a provider: the consent is used up, then the code exchanged, then the grant kept.

Three steps, so that no transaction waits for the provider, and a code that failed is never tried again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deskbell.channels.email.sign_ins.actions.finish import keep_grant, take_consent
from deskbell.channels.email.sign_ins.problems import ConsentNotValid, ConsentRefused, ProviderUnreachable
from deskbell.channels.email.sign_ins.provider import ProviderAway, ProviderRefused, Sends, exchange_code
from deskbell.channels.email.sign_ins.schemas import SignInFinish
from deskbell.core.auth import Actor
from deskbell.core.db import Database
from deskbell.core.sealing import Sealer

OVER: Final = "It was used already, took over ten minutes, or was begun in another session."


@dataclass(frozen=True, slots=True)
class Counter:
    """What finishing needs: the database, the way out, what seals, and where the providers are."""

    database: Database
    outbound: Sends
    sealer: Sealer
    urls: Mapping[str, str]
    callback_url: str


async def finish_sign_in(counter: Counter, actor: Actor, body: SignInFinish) -> int:
    """Keep what was granted; the mailbox that it is for.

    Raises `ConsentNotValid`, `ConsentRefused` and `ProviderUnreachable`.
    """
    async with counter.database.session() as session:
        consent = await take_consent(session, actor, body.state, counter.sealer)
    if consent is None:
        raise ConsentNotValid(OVER)
    try:
        tokens = await exchange_code(
            counter.outbound, consent.app, counter.urls, counter.callback_url, body.code, consent.verifier
        )
    except ProviderAway as error:
        raise ProviderUnreachable(f"{error} Sign in again in a moment.") from None
    except ProviderRefused as error:
        raise ConsentRefused(str(error)) from None
    async with counter.database.session() as session:
        await keep_grant(session, actor, consent, tokens, counter.sealer)
    return consent.mailbox_id
