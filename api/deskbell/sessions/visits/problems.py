"""What may stand in the way of a visit."""

from deskbell.core.problems import Conflict


class AccountNotOpen(Conflict):
    """The account is disabled, erased, merged into another, or waits to be let in."""

    code, title = "account_not_open", "Nobody can sign in to this account at present"
