"""From an access token to an actor, at every request."""

from collections.abc import Awaitable, Callable

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.api_keys.queries import KEY_MARK, system_key_owner, system_note_use
from deskbell.core.auth import Actor, Level
from deskbell.core.db import Database
from deskbell.core.problems import NotSignedIn
from deskbell.core.read_pool import Reads
from deskbell.core.tokens import AccessClaims, Behind, InvalidToken, TokenSigner, hash_secret
from deskbell.permissions.checking import holds
from deskbell.permissions.rights import rights_in
from deskbell.sessions.browser import client_address
from deskbell.sessions.queries import system_signed_in
from deskbell.user_groups.queries import ENTER, system_account_holds

CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}

LinkCheck = Callable[[AsyncConnection, int, int], Awaitable[int | None]]
"""`(connection, link_id, ticket_id)` → the requester as whom the link acts, or None when it is dead."""


async def authenticate(request: Request, token: str) -> Actor:
    """Who holds this token, as the database says at this moment. Raises `NotSignedIn`.

    The effective level is the lowest of the account's, the session's and the token's (domain.md section 1).
    The connection is given back before the request goes on.
    """
    if token.startswith(KEY_MARK):
        return await _of_key(request, token)
    tokens: TokenSigner = request.app.state.tokens
    try:
        claims = tokens.read(token)
    except InvalidToken:
        raise NotSignedIn(headers=CHALLENGE) from None
    database: Database = request.app.state.database
    if claims.session_id is None or claims.user_id is None:
        async with database.reader() as connection:
            return await _of_link(connection, claims, request.app.state.link_check)
    asked = Level[claims.scopes[-1]]
    row = await system_signed_in(
        database.reads, claims.session_id, claims.user_id, as_customer=asked is Level.user
    )
    if row is None:
        raise NotSignedIn(headers=CHALLENGE)
    level = Level(min(row["level"], row["session_level"], asked))
    behind = None if claims.behind is None else await _behind(database.reads, claims.behind)
    if behind is not None and row["level"] > Level.user:
        raise NotSignedIn(headers=CHALLENGE)  # raised meanwhile: nobody signs in as staff
    return Actor(
        kind="user",
        level=level,
        user_id=claims.user_id,
        session_id=claims.session_id,
        expires_at=claims.expires_at.timestamp(),
        client_id=claims.client_id,
        lowered=level < asked,
        enters=row["enters"],
        behind=behind,
        **({"records_an_hour": behind.records_an_hour} if behind else rights_in(row, level)),
    )


async def _behind(reads: Reads, claims: Behind) -> Actor:
    """The agent who is signed in as a customer, as long as their own session lasts and they may."""
    row = await system_signed_in(reads, claims.session_id, claims.user_id)
    level = Level.guest if row is None else Level(min(row["level"], row["session_level"]))
    if row is None or level < Level.agent:
        raise NotSignedIn(headers=CHALLENGE)
    actor = Actor(
        kind="user",
        level=level,
        user_id=claims.user_id,
        session_id=claims.session_id,
        **rights_in(row, level),
    )
    if not holds(actor, "people.sign_in_as"):
        raise NotSignedIn(headers=CHALLENGE)
    return actor


async def _of_key(request: Request, token: str) -> Actor:
    """The account that owns the key, at most on the key's level (domain.md section 4)."""
    database: Database = request.app.state.database
    address = client_address(request, request.app.state.settings.trusted_proxies)
    row = await system_key_owner(database.reads, bytes.fromhex(hash_secret(token)), address)
    if row is None or not row["inside"]:
        raise NotSignedIn(headers=CHALLENGE)
    if row["unnoted"]:
        async with database.reader() as connection:
            await system_note_use(connection, row["id"])
    level = Level(min(row["level"], row["key_level"]))
    return Actor(
        kind="key",
        level=level,
        user_id=row["user_id"],
        key_id=row["id"],
        expires_at=row["expires_at"].timestamp(),
        enters=row["enters"],
        **rights_in(row, level),
    )


async def _of_link(connection: AsyncConnection, claims: AccessClaims, link_check: LinkCheck) -> Actor:
    """The requester of one ticket, for that ticket only."""
    if claims.link_id is None or claims.ticket_id is None:
        raise NotSignedIn(headers=CHALLENGE)
    requester_id = await link_check(connection, claims.link_id, claims.ticket_id)
    if requester_id is None:
        raise NotSignedIn(headers=CHALLENGE)
    return Actor(
        kind="link",
        level=Level.guest,
        user_id=requester_id,
        ticket_id=claims.ticket_id,
        link_id=claims.link_id,
        enters=await system_account_holds(connection, requester_id, ENTER),
        expires_at=claims.expires_at.timestamp(),
    )
