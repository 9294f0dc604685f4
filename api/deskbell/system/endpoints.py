"""How the helpdesk fares, over the API."""

from typing import Annotated

from fastapi import APIRouter, Request

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems
from deskbell.system import queries
from deskbell.system.actions.discard import discard_job
from deskbell.system.actions.retry import retry_job
from deskbell.system.problems import JobSuperseded
from deskbell.system.schemas import FailedJobRead, SystemRead
from deskbell.system.state import state_of_system

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["system"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/system")
async def get_system(actor: CanView, reader: Reader, request: Request) -> SystemRead:
    """How the helpdesk fares: versions, processes, queues, lags, room on disk, mail.

    Cheap enough to be asked every few seconds. `findings` says what should be looked at; none: all is well.
    """
    state = request.app.state
    return await state_of_system(reader, actor, state.settings, state.started_at)


@router.get("/failed-jobs", responses=problems(BadCursor))
async def list_failed_jobs(
    actor: CanView, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[FailedJobRead]:
    """List work that failed as often as it was to be tried, the latest first."""
    return await queries.page_of_failed_jobs(reader, actor, cursor=cursor, limit=limit)


@router.get("/failed-jobs/{failed_job_id}", responses=problems(NotFound))
async def get_failed_job(failed_job_id: PathId, actor: CanView, reader: Reader) -> FailedJobRead:
    """One piece of work that failed."""
    return await queries.one_failed_job(reader, actor, failed_job_id)


@router.post(
    "/failed-jobs/{failed_job_id}/retries", status_code=204, responses=problems(NotFound, JobSuperseded)
)
async def create_failed_job_retry(failed_job_id: PathId, actor: CanChange, session: Session) -> None:
    """Do a piece of work once more; it leaves this list, and comes back if it fails again."""
    await retry_job(session, actor, failed_job_id)


@router.delete("/failed-jobs/{failed_job_id}", status_code=204, responses=problems(NotFound))
async def delete_failed_job(failed_job_id: PathId, actor: CanChange, session: Session) -> None:
    """Give up a piece of work: it is never done. What it was about stays as it is."""
    await discard_job(session, actor, failed_job_id)
