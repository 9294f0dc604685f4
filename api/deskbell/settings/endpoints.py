"""Settings over the API."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import JsonValue

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import StaleVersion, problems
from deskbell.settings import queries
from deskbell.settings.actions.change import change_settings
from deskbell.settings.schemas import AllSettings, HelpdeskRead, SettingsRead, SettingsUpdate

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["settings"])

Anyone = Annotated[Actor, requires(Act.settings_view, scope="guest")]
CanLook = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/helpdesk")
async def get_helpdesk(actor: Anyone, reader: Reader) -> HelpdeskRead:
    """What this installation is called, how it looks, and its version."""
    return await queries.shown_to_everyone(reader, actor)


@router.get("/settings")
async def get_settings(actor: CanLook, reader: Reader) -> SettingsRead:
    """Every setting that admins edit, as it is in force; defaults where nobody chose."""
    return await queries.all_settings(reader, actor)


@router.get("/settings/schema")
async def get_settings_schema(_actor: CanLook) -> dict[str, JsonValue]:
    """The JSON Schema of the settings, from which a form can be made.

    Each section is a definition in `$defs`; each of its properties has a title, a description, a default,
    bounds, and a `unit` where there is one.
    """
    return AllSettings.model_json_schema()


@router.patch("/settings", responses=problems(StaleVersion))
async def update_settings(
    body: SettingsUpdate, seen: SeenVersion, actor: CanChange, session: Session
) -> SettingsRead:
    """Change settings, of one section or of several at once. They count from the next request on."""
    await change_settings(session, actor, body, seen)
    return await queries.all_settings(session, actor)
