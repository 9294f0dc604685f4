"""Settings over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell import __version__
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader
from deskbell.core.idempotency import IdempotentRoute
from deskbell.settings import queries
from deskbell.settings.schemas import HelpdeskRead

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["settings"])

Anyone = Annotated[Actor, requires(Act.settings_view, scope="guest")]


@router.get("/helpdesk")
async def get_helpdesk(_actor: Anyone, reader: Reader) -> HelpdeskRead:
    """What this installation is called, and its version."""
    found = await queries.helpdesk(reader)
    return HelpdeskRead(name=found.name, version=__version__)
