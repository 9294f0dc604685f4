"""Teams and their members."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class Team(HasId, HasTimes, Model):
    """A group of agents who share work."""

    __tablename__ = "teams"
    __table_args__ = (Index("uq_teams_name", text("lower(name)"), unique=True),)

    name: Mapped[str]


class TeamMember(Model):
    """An agent in a team."""

    __tablename__ = "team_members"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
