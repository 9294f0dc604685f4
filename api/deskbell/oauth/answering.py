"""From a person's decision to where their browser goes on."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.oauth.actions.authorize import grant_code, is_allowed_before, reach
from deskbell.oauth.queries import own_name, system_app
from deskbell.oauth.redirects import with_answer
from deskbell.oauth.requests import Wanted, checked_app, wanted_of
from deskbell.oauth.schemas import AuthorizationCreate, AuthorizationRead
from deskbell.users.schemas import level_name


async def decide(
    session: AsyncSession, actor: Actor, issuer: str, asked: AuthorizationCreate
) -> AuthorizationRead:
    """Grant, refuse, or say that the person has to be asked. Raises `UnknownApp`, `AuthorizationRefused`."""
    given = asked.model_dump(exclude={"decision"})
    app = checked_app(await system_app(session, asked.client_id), given)
    wanted = wanted_of(app, given)
    redirect_to = None
    if asked.decision == "deny":
        redirect_to = denied(wanted, issuer)
    elif asked.decision == "allow" or await is_allowed_before(session, actor, app, wanted):
        redirect_to = granted(wanted, issuer, await grant_code(session, actor, app, wanted))
    return AuthorizationRead(
        redirect_to=redirect_to,
        app=app.name,
        scope=level_name(reach(actor, app, wanted)),
        person=await own_name(session, actor),
    )


def granted(wanted: Wanted, issuer: str, code: str) -> str:
    """Back to the app with a code; `iss` says from whom, so that no other server passes for us (RFC 9207)."""
    return with_answer(wanted.redirect_uri, {"code": code, "state": wanted.state, "iss": issuer})


def denied(wanted: Wanted, issuer: str) -> str:
    """Back to the app without one."""
    return refused_as("access_denied", None, wanted.redirect_uri, wanted.state, issuer)


def refused_as(error: str, detail: str | None, redirect_uri: str, state: str | None, issuer: str) -> str:
    """Back to the app with an error (RFC 6749 section 4.1.2.1)."""
    answer = {"error": error, "error_description": detail, "state": state or None, "iss": issuer}
    return with_answer(redirect_uri, answer)
