"""Importing organizations over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.problems import NotAllowed, problems
from deskbell.organizations.importing.actions.import_lines import import_lines
from deskbell.organizations.importing.schemas import ImportCreate, ImportRead
from deskbell.organizations.problems import ImportHasErrors
from deskbell.permissions.checking import require

router = APIRouter(prefix="/v1", tags=["organizations"], route_class=IdempotentRoute)

CanImport = Annotated[Actor, requires(Act.organizations_create, scope="agent")]


@router.post("/organization-imports", responses=problems(NotAllowed, ImportHasErrors))
async def create_organization_import(body: ImportCreate, actor: CanImport, session: Session) -> ImportRead:
    """Take in a file of organizations with their domains, members and managers, 1,000 lines at most.

    All of it or nothing: where a line can't be taken, `errors` names each by its number and column, and
    nothing is changed. Organizations are found by name, people by address; what is there already stays.
    """
    for permission in ("organizations.create", "organizations.edit", "organizations.members"):
        require(actor, permission)
    return await import_lines(session, actor, body.csv, check_only=body.check_only)
