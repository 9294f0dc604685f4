"""From what is stored to what an actor holds."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, TypedDict

from deskbell.core.auth import Level
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION, opened_by


class Rights(TypedDict, total=False):
    """The members of `Actor` that say what an agent holds."""

    permissions: frozenset[str]
    departments: tuple[int, ...]
    assign_departments: tuple[int, ...]
    teams: tuple[int, ...]
    records_an_hour: int | None


def rights_in(row: Mapping[str, Any], level: Level) -> Rights:
    """What the columns of `HELD` open on this effective level; below agent nothing.

    Behind the admins' own door nothing cuts an admin down (domain.md section 1).
    """
    if level < Level.agent:
        return {}
    reach = row["reach"]
    return {
        "permissions": EVERY_AGENT_PERMISSION
        if level is Level.admin
        else opened_by(frozenset(row["grants"])),
        "departments": tuple(number for number in reach if number > 0),
        "assign_departments": tuple(-number for number in reach if number < 0),
        "teams": tuple(row["teams"]),
        "records_an_hour": row["records_an_hour"],
    }


def as_address(text: str) -> str | None:
    """The address of a machine as networks are compared with it; None for what is none."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
