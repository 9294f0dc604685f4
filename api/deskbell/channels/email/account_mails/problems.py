"""Refusals about mails about accounts."""

from deskbell.core.problems import Conflict


class AlreadyClaimed(Conflict):
    """The account has a password; its owner can have a new one mailed."""

    code, title = "already_claimed", "This account is claimed already"


class AlreadyVerified(Conflict):
    """The address was proven before."""

    code, title = "already_verified", "This address is verified already"
