"""Reports over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads
from deskbell.core.idempotency import IdempotentRoute
from deskbell.reports.schemas import TodayRead
from deskbell.reports.today import read_today
from deskbell.tickets.dimensions import KnownDimensions

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=IdempotentRoute)

CanOpenReports = Annotated[Actor, requires(Act.reports_open, scope="agent")]


@router.get("/today")
async def get_today(actor: CanOpenReports, reads: FastReads, known: KnownDimensions) -> Answer[TodayRead]:
    """How the work stands: who waits longest, what is yours or nobody's, and the last fourteen days.

    Everything is counted over the tickets that you may see; days are those of your own time zone.
    """
    return Answer(await read_today(reads, actor, known))
