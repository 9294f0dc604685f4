"""What may stand in the way of a change to an account."""

from deskbell.core.problems import Problem


class AddressTaken(Problem):
    """Another account has this address."""

    status, code, title = 409, "address_taken", "Another account has this address"


class LastAdmin(Problem):
    """Without this admin nobody could change anything any more."""

    status, code, title = 409, "last_admin", "The last admin who can sign in can't be lowered or disabled"


class NotYourself(Problem):
    """Agents and admins don't lower or disable themselves."""

    status, code, title = 409, "not_yourself", "You can't do this to your own account"


class NotAnAgent(Problem):
    """Only agents and admins have access to departments or stand in teams."""

    status, code, title = 409, "not_an_agent", "This account is not an agent"


class RegistrationClosed(Problem):
    """Only agents make accounts here: nobody signs up, and who is not signed in submits nothing."""

    status, code, title = 403, "registration_closed", "Only people with an account can write here: sign in"
