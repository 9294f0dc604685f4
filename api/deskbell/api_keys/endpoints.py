"""API keys and service accounts over the API. No key comes in here: only people who signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.api_keys import queries
from deskbell.api_keys.actions.create import create_own_key, create_service_key
from deskbell.api_keys.actions.create_service_account import create_service_account as make_account
from deskbell.api_keys.actions.revoke import revoke_key
from deskbell.api_keys.models import ApiKey
from deskbell.api_keys.problems import NotAServiceAccount, TooManyKeys
from deskbell.api_keys.schemas import (
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyRead,
    ServiceAccountCreate,
    ServiceAccountRead,
)
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, QueryId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, whole
from deskbell.core.passwords import PasswordQueueFull, PasswordUnfit
from deskbell.core.problems import NotFound, problems, refused
from deskbell.sessions.actions.confirm_password import confirm_password
from deskbell.sessions.browser import Browser, browser_of
from deskbell.sessions.problems import ScopeNotGranted, TooManyAttempts, WrongPassword
from deskbell.sessions.services import Services

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["programs"])

Own = Annotated[Actor, requires(Act.own_keys, scope="user", people_only=True)]
CanManage = Annotated[Actor, requires(Act.keys_manage, scope="admin", people_only=True)]
Caller = Annotated[Browser, Depends(browser_of)]

MAKING = (WrongPassword, TooManyAttempts, ScopeNotGranted, TooManyKeys, PasswordUnfit, PasswordQueueFull)


@router.get("/users/me/api-keys")
async def list_my_api_keys(actor: Own, reader: Reader) -> Page[ApiKeyRead]:
    """Your API keys, the newest first."""
    return whole(await queries.keys_of(reader, actor))


@router.post("/users/me/api-keys", status_code=201, response_model=ApiKeyCreated, responses=problems(*MAKING))
@keeps_no_answer
async def create_my_api_key(
    body: ApiKeyCreate, actor: Own, browser: Caller, services: Services, session: Session
) -> ApiKeyCreated | Response:
    """Make an API key that acts as you. The answer is the only place where it stands."""
    if not await confirm_password(session, services, browser, actor, body.current_password):
        return refused(WrongPassword())
    return await _created(session, actor, *await create_own_key(session, actor, body))


@router.delete("/users/me/api-keys/{key_id}", status_code=204, responses=problems(NotFound))
async def revoke_my_api_key(key_id: PathId, actor: Own, session: Session) -> None:
    """Make one of your API keys open nothing, at once."""
    await revoke_key(session, actor, key_id, own_only=True)


@router.get("/api-keys", responses=problems(BadCursor))
async def list_api_keys(
    actor: CanManage,
    reader: Reader,
    user_id: Annotated[QueryId | None, Query(description="Only keys of this account.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[ApiKeyRead]:
    """Everybody's API keys, the newest first."""
    return await queries.page_of_keys(reader, actor, user_id, cursor=cursor, limit=limit)


@router.delete("/api-keys/{key_id}", status_code=204, responses=problems(NotFound))
async def revoke_api_key(key_id: PathId, actor: CanManage, session: Session) -> None:
    """Make anybody's API key open nothing, at once."""
    await revoke_key(session, actor, key_id)


@router.get("/service-accounts", responses=problems(BadCursor))
async def list_service_accounts(
    actor: CanManage, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[ServiceAccountRead]:
    """Accounts of programs, the newest first."""
    return await queries.page_of_service_accounts(reader, actor, cursor=cursor, limit=limit)


@router.post("/service-accounts", status_code=201)
async def create_service_account(
    body: ServiceAccountCreate, actor: CanManage, session: Session
) -> ServiceAccountRead:
    """Make an account for a program: an agent without a password, and at first without departments."""
    user = await make_account(session, actor, body.name)
    return await queries.one_service_account(session, actor, user.id)


@router.post(
    "/service-accounts/{user_id}/api-keys",
    status_code=201,
    response_model=ApiKeyCreated,
    responses=problems(NotFound, NotAServiceAccount, *MAKING),
)
@keeps_no_answer
async def create_service_account_key(
    user_id: PathId,
    body: ApiKeyCreate,
    actor: CanManage,
    browser: Caller,
    services: Services,
    session: Session,
) -> ApiKeyCreated | Response:
    """Make an API key of a service account. The answer is the only place where it stands."""
    if not await confirm_password(session, services, browser, actor, body.current_password):
        return refused(WrongPassword())
    return await _created(session, actor, *await create_service_key(session, actor, user_id, body))


async def _created(session: AsyncSession, actor: Actor, row: ApiKey, key: str) -> ApiKeyCreated:
    shown = await queries.one_key(session, actor, row.id)
    return ApiKeyCreated(**shown.model_dump(), key=key)
