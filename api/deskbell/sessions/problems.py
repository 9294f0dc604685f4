"""What may stand in the way of signing in."""

from deskbell.core.problems import Problem


class InvalidCredentials(Problem):
    """Address and password don't go together; the same whether the account exists or may sign in (T85)."""

    status, code, title = 401, "invalid_credentials", "The address or the password is wrong"


class WrongPassword(Problem):
    """The present password is asked for before a new one is taken (T22)."""

    status, code, title = 403, "wrong_password", "The current password is wrong"


class TooManyAttempts(Problem):
    """Too many failures for this address or from this machine; `Retry-After` says when to come back (T89)."""

    status, code, title = 429, "too_many_attempts", "Too many attempts; wait a while"


class OriginNotAllowed(Problem):
    """The page that asks is on a host that may not sign in here."""

    status, code, title = 403, "origin_not_allowed", "This site may not sign in here"


class ScopeNotGranted(Problem):
    """The account, or the page that asks, does not reach this far."""

    status, code, title = 403, "scope_not_granted", "This account does not reach this far"


class AddressNotAllowed(Problem):
    """An admin has said from which networks this account may sign in, and this is none of them."""

    status, code, title = 403, "address_not_allowed", "This account can't sign in from here"


class PasswordNeeded(Problem):
    """The session was signed in for less; going up asks for the password."""

    status, code, title = 403, "password_needed", "Sign in with your password to go further"


class SessionOver(Problem):
    """There is no session in this browser, or it ended."""

    status, code, title = 401, "session_ended", "Sign in again"


class RefreshInProgress(Problem):
    """Another tab has just refreshed this session; try again in a moment with the new cookie."""

    status, code, title = 409, "refresh_in_progress", "Another tab is refreshing this session"


class LinkNotValid(Problem):
    """The link was used, is too old, or never was one: the same answer for all three."""

    status, code, title = 401, "link_not_valid", "This link is not valid any more"


class AlreadySetUp(Problem):
    """The helpdesk has an admin."""

    status, code, title = 409, "already_set_up", "This helpdesk is set up already"


class PasswordTooWeak(Problem):
    """The password is too short once the person's own name and address are taken out of it."""

    status, code, title = 422, "password_too_weak", "Choose a longer password"
