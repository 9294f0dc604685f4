"""What may go wrong with an IMAP server, each with a sentence that says what to do next."""

from enum import StrEnum


class Cause(StrEnum):
    """Whose turn it is: `away` and `answer` mend themselves, everything else waits for an admin."""

    refused = "refused"
    away = "away"
    tls = "tls"
    login = "login"
    password = "password"  # noqa: S105 - a cause, no secret
    folder = "folder"
    after = "after"
    answer = "answer"


class ImapFailed(Exception):
    """It didn't work; `str()` is the sentence for people."""

    def __init__(self, cause: Cause, sentence: str) -> None:
        """Take the cause and the sentence."""
        super().__init__(sentence)
        self.cause = cause
