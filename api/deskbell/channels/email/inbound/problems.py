"""Refusals that received mail knows."""

from deskbell.core.problems import Conflict


class NothingToReplay(Conflict):
    """None of the mails can be read once more."""

    code, title = "nothing_to_replay", "There is no such mail that can be read once more"


class MailNotReplayable(Conflict):
    """A mail that became a message would become a second one; one that waits is read anyway."""

    code = "mail_not_replayable"
    title = "This mail became a message already, waits to be read, or is not kept whole"
