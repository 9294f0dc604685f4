"""What the numbers in an event stand for, and what those things are called.

A member names its kind: `department_id`, `team_ids`. Members `before` and `after`
don't: those are listed here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy.orm import InstrumentedAttribute

from deskbell.api_keys.models import ApiKey
from deskbell.channels.email.bans.models import MailBan
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.parser_rules.models import MailRule
from deskbell.content.knowledge.models import Article, Category
from deskbell.core.auth import Level
from deskbell.departments.models import Department
from deskbell.oauth.models import OauthApp
from deskbell.organizations.models import Organization
from deskbell.permissions.models import AgentGroup
from deskbell.teams.models import Team
from deskbell.tickets.models import Label, Priority, Status, TicketType
from deskbell.user_groups.models import UserGroup
from deskbell.users.models import User

NAMES: Final[Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]]] = {
    "user": (User.id, User.name),
    "department": (Department.id, Department.name),
    "organization": (Organization.id, Organization.name),
    "team": (Team.id, Team.name),
    "user_group": (UserGroup.id, UserGroup.name),
    "status": (Status.id, Status.name),
    "priority": (Priority.id, Priority.name),
    "ticket_type": (TicketType.id, TicketType.name),
    "label": (Label.id, Label.name),
    "category": (Category.id, Category.name),
    "article": (Article.id, Article.title),
    "api_key": (ApiKey.id, ApiKey.name),
    "app": (OauthApp.id, OauthApp.name),
    "agent_group": (AgentGroup.id, AgentGroup.name),
    "mailbox": (Mailbox.id, Mailbox.address),
    "mail_rule": (MailRule.id, MailRule.name),
    "mail_ban": (MailBan.id, MailBan.value),
}
CHANGES: Final[Mapping[str, str]] = {
    "ticket.status_changed": "status",
    "ticket.team_changed": "team",
    "ticket.department_changed": "department",
    "ticket.priority_changed": "priority",
    "ticket.type_changed": "ticket_type",
    "ticket.assignee_changed": "user",
    "ticket.organization_changed": "organization",
    "ticket.requester_changed": "user",
    "user.departments_changed": "department",
    "agent_group.departments_changed": "department",
    "department.moved": "department",
    "department.audience_changed": "user_group",
    "ticket_type.audience_changed": "user_group",
    "priority.audience_changed": "user_group",
    "organization.parent_changed": "organization",
    "organization.account_manager_changed": "user",
}
OTHER_NAMES: Final = {
    "requester": "user",
    "assignee": "user",
    "handed_to": "user",
    "into": "organization",
    "type": "ticket_type",
}
MOVED: Final[Mapping[str, str]] = {
    "status.deleted": "status",
    "priority.deleted": "priority",
    "ticket_type.deleted": "ticket_type",
}
UNTOLD: Final = {"access_before", "access_after", "version", "open", "open_before", "open_after"}
REVERTIBLE: Final = frozenset(
    {
        "user.permissions_changed",
        "user.departments_changed",
        "agent_group.permissions_changed",
        "agent_group.departments_changed",
        "agent_group.member_added",
        "agent_group.member_removed",
        "user_group.permissions_changed",
        "user_group.members_added",
        "user_group.members_removed",
        "organization.sharing_changed",
        "organization.privacy_changed",
        "organization.member_changed",
        "category.audience_changed",
        "article.audience_changed",
        "department.audience_changed",
        "ticket_type.audience_changed",
        "priority.audience_changed",
        "department.moved",
    }
)
"""Changes of rights that can be set back from the list; how, is said above this floor (`access`)."""
LEVELS: Final = {"user.level_changed", "user.created", "session.started"}


def kind_of(event_type: str, member: str) -> str | None:
    """What the numbers of a member are numbers of; None for plain values."""
    if member in {"before", "after"}:
        return CHANGES.get(event_type)
    if member == "moved_to":
        return MOVED.get(event_type)
    for ending in ("_ids", "_id"):
        if member.endswith(ending):
            word = member.removesuffix(ending)
            return OTHER_NAMES.get(word, word)
    return None


def numbers_in(value: object) -> list[int]:
    """The numbers of a member that names one thing, several, or none."""
    several = value if isinstance(value, list) else [value]
    return [number for number in several if isinstance(number, int)]


def in_words(event_type: str, value: object) -> list[str]:
    """A plain value as words that a program can tell apart: levels by name, yes and no as `true`, `false`."""
    if value is None:
        return []
    if isinstance(value, list):
        return [word for one in value for word in in_words(event_type, one)]
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, int) and event_type in LEVELS:
        return [Level(value).name]
    return [str(value)]


def wanted(
    events: Iterable[tuple[str, str, int, Iterable[int | None], Mapping[str, Any]]],
) -> dict[str, set[int]]:
    """The numbers to look up for events (type, kind and number of the subject, who acted, data), by kind."""
    found: dict[str, set[int]] = defaultdict(set)
    for event_type, subject_type, subject_id, people, data in events:
        found[subject_type].add(subject_id)
        found["user"].update(each for each in people if each is not None)
        for member, value in data.items():
            kind = kind_of(event_type, member)
            if kind is not None:
                found[kind].update(numbers_in(value))
    return {kind: numbers for kind, numbers in found.items() if kind in NAMES}
