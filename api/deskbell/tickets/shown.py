"""Rows of tickets as they are answered."""

from collections.abc import Mapping
from typing import Any

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.tickets.dimensions import Dimensions

TicketRow = Mapping[str, Any]


def summary(row: TicketRow, actor: Actor, known: Dimensions) -> Members:
    """A row of `summaries` for this actor: the members of a `TicketSummary`."""
    staff = actor.is_staff
    statuses = known.status_refs if staff else known.public_status_refs
    return {
        "id": row["id"],
        "reference": row["reference"],
        "subject": row["subject"],
        "status": statuses[row["status_id"]],
        "requester": {
            "id": row["requester_id"],
            "name": row["requester_name"],
            "email": row["requester_email"],
        },
        "organization": _organization(row),
        "private": row["private"],
        "department": known.told_departments[row["department_id"]],
        "channel": row["channel"],
        "preview": row["preview"],
        "message_count": row["message_count" if staff else "public_message_count"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "deleted_at": row["deleted_at"],
        "version": row["version"],
        "agent": _agent_part(row, known) if staff else None,
    }


def _organization(row: TicketRow) -> Members | None:
    number = row["organization_id"]
    return None if number is None else {"id": number, "name": row["organization_name"]}


def _agent_part(row: TicketRow, known: Dimensions) -> Members:
    assignee, team, kind = row["assignee_id"], row["team_id"], row["type_id"]
    return {
        "assignee": None if assignee is None else {"id": assignee, "name": row["assignee_name"]},
        "team": None if team is None else known.teams[team],
        "priority": known.priorities[row["priority_id"]],
        "type": None if kind is None else known.types[kind],
        "labels": [known.labels[number] for number in row["label_ids"]],
    }
