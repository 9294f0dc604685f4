"""Search over the API."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads
from deskbell.core.fields import Text
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Cursor, Limit, Page
from deskbell.core.problems import TooManyRequests, problems
from deskbell.permissions.ceiling import count_records
from deskbell.search import tickets
from deskbell.search.narrowing import UnknownSearchValue
from deskbell.search.tickets import FoundTicket
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.models import StatusKind

router = APIRouter(prefix="/v1/search", tags=["search"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.view, scope="guest")]
Words = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=200),
    Query(
        description="Words, or a reference, or #number. For agents also operators, as in "
        '`status:open assignee:me label:"late payment" invoice`: status, assignee, team, department, '
        "priority, type, label, channel, from, follower, created, updated.",
        examples=["status:unsolved assignee:none created:7d printer"],
    ),
]
Kinds = Annotated[Sequence[StatusKind], Query(description="What the status means; several mean any of them.")]


@router.get("/tickets", responses=problems(UnknownSearchValue, TooManyRequests))
async def search_tickets(
    q: Words,
    actor: CanView,
    reads: FastReads,
    known: KnownDimensions,
    cursor: Cursor = None,
    limit: Limit = 25,
    status_kind: Kinds = (),
) -> Answer[Page[FoundTicket]]:
    """Find tickets by what was said in them, their subject, reference or number.

    A ticket that is named comes first. Then the newest 100 to 200 matching messages are ranked, the best one
    first, then the ones before them; a ticket stands once, where its newest match is. What is said after the
    first page was read changes no later page. A page may hold fewer than `limit` and still have a next one.

    Operators alone list what passes them, the last changed first. Days are the caller's own: `today`, `7d`,
    `2026-11-25`, `>2026-11-01`, `2026-11-01..2026-11-25`. `assignee:` and `from:` take `me`, or a part of a
    name or an address; `assignee:none` is nobody. What does not exist is refused with what there is instead.
    """
    found = await tickets.search(reads, actor, q, known, limit, cursor, frozenset(status_kind))
    if actor.records_an_hour is not None:
        await count_records(known.database, actor, len(found["items"]))
    return Answer(found)
