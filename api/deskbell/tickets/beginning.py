"""How the lists of those who see few tickets begin: found by indexes, however many others see.

A list is read from its newest ticket on, until a page is full. Whoever sees one ticket in a thousand would
have it read from end to end. So each part of what they see is asked by itself for its first tickets: for each
there is an index in the order of the list, and for all of them together there is none.
"""

from collections.abc import Iterator

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Subquery,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Act, Actor, Level
from deskbell.permissions.matrix import scopes_of
from deskbell.tickets.customers import First, customers_first
from deskbell.tickets.filters import ONE_OF, Shape, conditions, place, place_key
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import beside_departments, in_state, inside_departments

MOST_PARTS = 8
"""So many departments and teams are asked one by one; who has more sees enough to be found on the way."""
FOUND_BY = frozenset(ONE_OF) - {"status_id", "priority_id", "type_id"}
"""What has an index of its own in the order of the list, so that a single value begins it."""


def sees_few(actor: Actor, shape: Shape, departments: int) -> bool:
    """Whether an agent's list is to begin with `begins`; `departments`: how many the helpdesk has.

    By the time of making no index leads through a department, so that there only those gain who have none.
    """
    if actor.level is not Level.agent or shape.single & FOUND_BY:
        return False
    if "created_at" in shape.sort and actor.departments:
        return False
    return len(actor.departments) < departments and len(actor.departments) + len(actor.teams) <= MOST_PARTS


def begins(actor: Actor, shape: Shape) -> ColumnElement[bool]:
    """What the page lies within: the first tickets of each part of what the actor sees, and no others."""
    start, order = place(shape)
    key = place_key(shape).label("key")
    limit: ColumnElement[int] = literal_column(str(shape.limit + 1))
    some = select(Ticket.id, key).where(in_state(Act.view), *conditions(shape), *start).order_by(*order)
    first = some.limit(limit).where
    if actor.level is Level.user:
        return Ticket.id == func.any(customers_first(actor, first))
    parts = union(*(select(part.c.id, part.c.key) for part in _parts(actor, first))).subquery("parts")
    last_first = shape.sort.startswith("-")
    keys = [each.desc() if last_first else each.asc() for each in (parts.c.key, parts.c.id)]
    numbers = select(parts.c.id).order_by(*keys).limit(limit)
    return Ticket.id == func.any(func.array(numbers.scalar_subquery(), type_=ARRAY(BigInteger)))


def _parts(reach: Actor, first: First) -> Iterator[Subquery]:
    """For an agent: the first of what each scope opens; each part is within what `may` says, by its own."""
    scopes = scopes_of(reach.permissions, Act.view)
    for each in beside_departments(reach, Act.view, scopes - {"team"}):
        yield first(each).correlate(None).subquery()
    if "team" in scopes:
        yield _of_each("actor_teams", Ticket.team_id, true(), first)
    of_departments = list(inside_departments(reach, scopes))
    if of_departments:
        yield _of_each("actor_departments", Ticket.department_id, or_(*of_departments), first)


def _of_each(
    name: str,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    also: ColumnElement[bool],
    first: First,
) -> Subquery:
    """The first tickets for each of the actor's departments or teams by itself."""
    given = select(func.unnest(bindparam(name, type_=ARRAY(BigInteger)))).scalar_subquery()
    numbers = func.unnest(func.array(given))  # of unknown length: else it would be planned anew each time
    each = numbers.table_valued("id", name=f"each_of_{name}").render_derived()
    of_each = first((column == each.c.id) & also).correlate(each).lateral(f"first_of_{name}")
    return select(of_each.c.id, of_each.c.key).select_from(each.join(of_each, true())).subquery()
