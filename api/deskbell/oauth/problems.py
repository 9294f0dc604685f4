"""What may stand in the way of an app."""

from deskbell.core.problems import Problem


class UnknownApp(Problem):
    """There is no such app, it is disabled, or it is not sent back to that address.

    Nobody is ever sent to an address that was not registered (T82, RFC 9700 section 4.1).
    """

    status, code, title = 422, "unknown_app", "This app is not known here"


class AuthorizationRefused(Problem):
    """The app asks in a way that is not taken; `error` says why in the words of RFC 6749."""

    status, code, title = 422, "authorization_refused", "This app asks for something that is not given"

    def __init__(self, error: str, detail: str) -> None:
        """Take the error code of RFC 6749 and what is wrong, in words."""
        super().__init__(detail, error=error)
        self.error = error
