"""Saying for which groups a thing is."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Actor
from deskbell.core.preconditions import refuse_stale
from deskbell.core.problems import ProblemError
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.kit.fingerprints import of_set
from deskbell.user_groups.audiences.queries import audience_of, groups_among
from deskbell.user_groups.problems import NoSuchGroup

Told = Callable[[list[int], list[int]], Event]


async def set_audience(
    session: AsyncSession,
    actor: Actor,
    audience: InstrumentedAttribute[int],
    thing_id: int,
    group_ids: Sequence[int],
    told: Told,
    seen: int | None,
) -> None:
    """Let exactly these groups be the audience of a thing, which the caller holds locked.

    `audience` is the thing's number in the table of its audience, `told` makes the fact of the groups
    before and after. Raises `NoSuchGroup`, `StaleVersion`.
    """
    before = sorted(each.id for each in await audience_of(session, actor, audience, thing_id))
    refuse_stale(of_set(before), seen)
    known = await groups_among(session, actor, group_ids)
    errors = [
        ProblemError(pointer=f"/group_ids/{place}", message="There is no such group.")
        for place, number in enumerate(group_ids)
        if number not in known
    ]
    if errors:
        raise NoSuchGroup(errors=errors)
    after = sorted(set(group_ids))
    if before == after:
        return
    await session.execute(delete(audience.class_).where(audience == thing_id))
    if after:
        rows = [{audience.key: thing_id, "group_id": number} for number in after]
        await session.execute(insert(audience.class_), rows)
    await record(session, actor, told(before, after))
