"""Teams for tests."""

from itertools import count

from deskbell.teams.models import Team, TeamMember

NUMBERS = count(1)


async def make_team(session, *members, name=None):
    """A team with these agents in it."""
    team = Team(name=name or f"Team {next(NUMBERS)}")
    session.add(team)
    await session.flush()
    session.add_all(TeamMember(team_id=team.id, user_id=each.id) for each in members)
    await session.flush()
    await session.refresh(team)
    return team
