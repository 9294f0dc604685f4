"""What may stand in the way of a change to teams."""

from deskbell.core.problems import Problem


class TeamNameTaken(Problem):
    """Names of teams differ in more than capitals."""

    status, code, title = 409, "name_taken", "Another team has this name"


class NoSuchTeam(Problem):
    """A team that is named in the request does not exist."""

    status, code, title = 422, "no_such_team", "There is no such team"
