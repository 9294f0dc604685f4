"""Search over the API."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads
from deskbell.core.fields import Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page
from deskbell.search import tickets
from deskbell.search.tickets import FoundTicket
from deskbell.tickets.dimensions import KnownDimensions

router = APIRouter(prefix="/v1/search", tags=["search"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.view, scope="guest")]
Words = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=200),
    Query(description="Words, or a reference, or #number."),
]


@router.get("/tickets")
async def search_tickets(
    q: Words,
    actor: CanView,
    reads: FastReads,
    known: KnownDimensions,
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 25,
) -> Answer[Page[FoundTicket]]:
    """Find tickets by what was said in them, their subject, reference or number; the best matches first."""
    return Answer(await tickets.search(reads, actor, q, known, limit))
