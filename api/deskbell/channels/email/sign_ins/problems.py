"""What may stand in the way of signing in at a provider."""

from deskbell.core.problems import Conflict, InvalidRequest, Problem


class MailAppMissing(Conflict):
    """The helpdesk is not registered with the provider yet."""

    code, title = "mail_app_missing", "Register an app with the provider first"


class MailAppSecretMissing(InvalidRequest):
    """A new registration needs its client secret."""

    code, title = "client_secret_missing", "A new client ID needs its client secret"


class NoSignInNeeded(Conflict):
    """The mailbox is opened by a password."""

    code, title = "no_sign_in_needed", "This mailbox is opened by a password"


class ConsentNotValid(Conflict):
    """The consent was used, has expired, or was begun in another session."""

    code, title = "consent_not_valid", "This sign-in is over; begin it again"


class ConsentRefused(Problem):
    """The provider did not grant what is needed; `detail` says why."""

    status, code, title = 422, "consent_refused", "The provider granted no access"


class ProviderUnreachable(Problem):
    """The provider gave no usable answer."""

    status, code, title = 502, "provider_unreachable", "The provider gave no usable answer"
