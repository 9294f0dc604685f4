"""What may stand in the way of a second factor."""

from deskbell.core.problems import Conflict, Problem


class SecondFactorNeeded(Problem):
    """The password is right, and more is asked for.

    `challenge` goes with the answer to `POST /v1/sessions/second-factor`, `methods` says what is taken, and
    `passkey` is what the browser's `navigator.credentials.get` wants, or null.
    """

    status, code, title = 403, "second_factor_needed", "Confirm that it is you"


class SecondFactorSetUpNeeded(Problem):
    """The password is right, but this account has to have a second factor, and has none yet.

    `challenge` and a code of the app that took up `app` go to `POST /v1/sessions/second-factor-setups`.
    """

    status, code, title = 403, "second_factor_setup_needed", "Set up two-step sign-in first"


class ChallengeOver(Problem):
    """It was answered, is too old, or never was one: the same answer for all three."""

    status, code, title = 410, "challenge_over", "This took too long; sign in again"


class WrongCode(Problem):
    """The code or the passkey is not the account's, or the code was used before."""

    status, code, title = 403, "wrong_code", "This code is not right"


class PasskeyRefused(Problem):
    """What the browser sent is no passkey for this site, or not for this question."""

    status, code, title = 422, "passkey_refused", "This passkey could not be used here"


class ConfirmationNeeded(Problem):
    """It has been a while since the password was given in this session (T22)."""

    status, code, title = 403, "confirmation_needed", "Enter your password again first"


class AppAlreadyAdded(Conflict):
    """One app at a time: remove it before another one is added."""

    code, title = "app_already_added", "An authenticator app is set up already"


class TooManyPasskeys(Conflict):
    """An account has so many passkeys at most."""

    code, title = "too_many_passkeys", "Remove a passkey before you add another"


class SecondFactorRequired(Conflict):
    """The last one can't be removed where a second factor is required."""

    code, title = "second_factor_required", "Your account has to keep a second factor"


class NoSecondFactor(Conflict):
    """Recovery codes stand in for a second factor; this account has none."""

    code, title = "no_second_factor", "Turn two-step sign-in on first"
