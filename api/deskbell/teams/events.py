"""Facts about teams."""

from typing import ClassVar, Literal

from deskbell.events.event import Event


class TeamEvent(Event):
    """A fact about a team."""

    subject: ClassVar[str] = "team"

    team_id: int


class TeamCreated(TeamEvent, type="team.created", internal=True):
    """A team was made, without members."""


class TeamChanged(TeamEvent, type="team.changed", internal=True):
    """A team changed; `fields` names what."""

    fields: list[Literal["name"]]


class TeamDeleted(TeamEvent, type="team.deleted", internal=True):
    """A team was deleted; its people and its tickets stay."""


class TeamMemberAdded(TeamEvent, type="team.member_added", internal=True):
    """An agent joined a team."""

    user_id: int


class TeamMemberRemoved(TeamEvent, type="team.member_removed", internal=True):
    """Somebody left a team."""

    user_id: int
