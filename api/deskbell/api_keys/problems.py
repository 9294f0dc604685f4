"""What may stand in the way of making a key."""

from deskbell.core.problems import Problem


class TooManyKeys(Problem):
    """The account has as many living keys as it may; revoke one that is not used."""

    status, code, title = 409, "too_many_keys", "This account has too many API keys"


class NotAServiceAccount(Problem):
    """Only service accounts get keys from an admin; people make their own."""

    status, code, title = 409, "not_a_service_account", "This account is not a service account"
