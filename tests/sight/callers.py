"""Everybody who may ask: each account behind its own door, and each way to ask with less than the account."""

from datetime import UTC, datetime, timedelta

from tests.conftest import client_of
from tests.factories.programs import app_token, make_app, make_key
from tests.factories.sessions import token_for
from tests.sight.reference import Caller

from deskbell.core.auth import Level
from deskbell.core.tokens import LINK_SCOPE, AccessClaims

LINKED = "of_acme"
LOWERED = {"full": ("user",), "leader": ("user",), "admin": ("user", "agent")}
KEYS = {"full": ("user", "agent"), "grouped": ("agent",), "service": ("agent",), "admin": ("agent", "admin")}
APPS = ("manager", "follower")


def callers(world):
    """Name to caller, in the words of the reference."""
    people = {name: Caller(name, person.level) for name, person in world.people.items() if name != "service"}
    lowered = {
        f"{name} as {level}": Caller(name, level) for name, levels in LOWERED.items() for level in levels
    }
    keys = {
        f"key of {name}, {level}": Caller(name, level) for name, levels in KEYS.items() for level in levels
    }
    apps = {f"app of {name}": Caller(name, "user") for name in APPS}
    holder = world.tickets[LINKED].requester
    return {
        "guest": Caller(None, "guest"),
        "link": Caller(holder, "guest", LINKED),
        **people,
        **lowered,
        **keys,
        **apps,
    }


async def credentials(app, session, built, named):
    """Name to what a caller shows; None for the guest, who shows nothing."""
    later = datetime.now(UTC) + timedelta(hours=1)  # so that no use of a key is noted
    registered = await make_app(session, secret="x")
    found = {}
    for name, caller in named.items():
        user = built.people.get(caller.person)
        if caller.link is not None:
            link, ticket = built.inside[caller.link]["link"], built.tickets[caller.link]
            ends = datetime.now(UTC) + timedelta(minutes=10)
            claims = AccessClaims(None, None, (LINK_SCOPE,), ticket.id, link.id, ends)
            found[name] = app.state.tokens.issue(claims)
        elif user is None:
            found[name] = None
        elif name.startswith("key"):
            _, found[name] = await make_key(session, user, Level[caller.level], last_used_at=later)
        elif name.startswith("app"):
            found[name], _ = await app_token(session, app.state.tokens, user, registered)
        else:
            found[name] = await token_for(session, app, user, caller.level)
    return found


def client_with(app, credential):
    """A client that shows this."""
    return client_of(app, {"authorization": f"Bearer {credential}"} if credential else {})
