"""What the operators of a search mean: names become numbers, days become times; a filter of the list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from deskbell.core.answers import Members
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.core.read_pool import Reads
from deskbell.search.days import read_days
from deskbell.search.operators import Operator
from deskbell.tickets.dimensions import Dimensions, Lookup
from deskbell.tickets.models import OPEN_KINDS, StatusKind
from deskbell.tickets.schemas import TicketListQuery
from deskbell.users.queries import agents_named, people_named, time_zone_of

Thing = TypeVar("Thing")
CHANNELS: Final = ("api", "email", "web")
MOST_NAMED: Final = 20
_KINDS: Final = {kind.value: (kind,) for kind in StatusKind} | {"unsolved": OPEN_KINDS}
_DAYS: Final = "Give a day as 2026-11-25, >2026-11-01, <2026-11-01, 2026-11-01..2026-11-25, today or 7d."


class UnknownSearchValue(InvalidRequest):
    """An operator of the search names something that does not exist, or that is not for the caller."""

    code, title = "unknown_search_value", "A part of the search is not known"


async def narrow(
    reads: Reads, actor: Actor, operators: Sequence[Operator], lookup: Lookup
) -> TicketListQuery:
    """The filter that these operators ask for. Raises `UnknownSearchValue` with what there is instead."""
    known = await lookup.all()
    filters: dict[str, Any] = defaultdict(list)
    _take_statuses(filters, [each for each in operators if each.name == "status"], known)
    for operator in operators:
        if operator.name in {"assignee", "from", "follower"}:
            await _take_person(filters, operator, reads, actor)
        elif operator.name in {"created", "updated"}:
            await _take_days(filters, operator, reads, actor)
        elif operator.name == "channel":
            filters["channel"] += [_one_of(operator, {each: each for each in CHANNELS})]
        elif operator.name != "status":
            things = _things(operator.name, actor, known)
            filters[f"{operator.name}_id"] += [_one_of(operator, _by_name(things))]
    return TicketListQuery(**filters)


def _take_statuses(filters: dict[str, Any], operators: Sequence[Operator], known: Dimensions) -> None:
    """Kinds stay kinds, for which the lists have indexes; beside a name they become their statuses."""
    named = _by_name(known.statuses)
    kinds = [_KINDS.get(each.value.lower()) for each in operators]
    if all(kinds):
        filters["status_kind"] += [kind for each in kinds if each for kind in each]
        return
    for operator, meant in zip(operators, kinds, strict=True):
        of_kind = [number for number, each in known.statuses.items() if each["kind"] in (meant or ())]
        filters["status_id"] += of_kind or [_one_of(operator, named, _KINDS)]


def _things(name: str, actor: Actor, known: Dimensions) -> Mapping[int, Members]:
    """What an operator may name; of departments those that the actor has access to (T12)."""
    found: dict[str, Mapping[int, Members]] = {
        "team": known.teams,
        "priority": known.priorities,
        "type": known.types,
        "label": known.labels,
        "department": {
            number: each
            for number, each in known.departments.items()
            if actor.level is Level.admin or number in actor.departments
        },
    }
    return found[name]


def _by_name(things: Mapping[int, Members]) -> dict[str, int]:
    return {each["name"]: number for number, each in things.items()}


def _one_of(operator: Operator, things: Mapping[str, Thing], more: Iterable[str] = ()) -> Thing:
    """What is called so, or the only one whose name begins so, however it is capitalized."""
    wanted = operator.value.casefold()
    exact = [thing for name, thing in things.items() if name.casefold() == wanted]
    begun = [thing for name, thing in things.items() if name.casefold().startswith(wanted)]
    found = exact or begun
    if len(found) != 1:
        raise _refusal(operator, f"There are: {', '.join([*more, *things][:MOST_NAMED])}.")
    return found[0]


async def _take_person(filters: dict[str, Any], operator: Operator, reads: Reads, actor: Actor) -> None:
    """`me`, `none`, or everybody whose name or address has these words."""
    word = operator.value.casefold()
    if operator.name == "follower":
        if word != "me":
            raise _refusal(operator, "Only follower:me is known.")
        filters["follower_id"] = actor.account_id
        return
    name = "assignee_id" if operator.name == "assignee" else "requester_id"
    if word == "none" and operator.name == "assignee":
        filters["unassigned"] = True
    elif word == "me":
        filters[name].append(actor.account_id)
    else:
        of_name = agents_named if operator.name == "assignee" else people_named
        found = await of_name(reads, actor, operator.value)
        if not found:
            raise _refusal(operator, "Try a part of the name or of the address, or me.")
        filters[name] += found


async def _take_days(filters: dict[str, Any], operator: Operator, reads: Reads, actor: Actor) -> None:
    zone = ZoneInfo(await time_zone_of(reads, actor))
    span = read_days(operator.value, zone, datetime.now(UTC))
    if span is None:
        raise UnknownSearchValue(errors=[ProblemError(pointer="?q", message=_DAYS)])
    begins, ends = span
    filters |= {f"{operator.name}_after": begins} if begins else {}
    filters |= {f"{operator.name}_before": ends} if ends else {}


def _refusal(operator: Operator, advice: str) -> UnknownSearchValue:
    message = f"{operator.name}:{operator.value} is not known. {advice}"
    return UnknownSearchValue(errors=[ProblemError(pointer="?q", message=message)])
