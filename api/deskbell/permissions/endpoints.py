"""Permissions over the API."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.permissions.registry import PERMISSIONS, Audience
from deskbell.permissions.schemas import PermissionRead

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["permissions"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="agent")]


@router.get("/permissions")
async def list_permissions(
    _actor: CanView,
    audience: Annotated[Audience | None, Query(description="Only those of customers, or of agents.")] = None,
) -> Page[PermissionRead]:
    """Every permission that there is, in the order in which screens show them."""
    wanted = [each for each in PERMISSIONS if audience in {None, each.audience}]
    return whole([PermissionRead.model_validate(asdict(each)) for each in wanted])
