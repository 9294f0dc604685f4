"""The places for which a mailbox's tokens are sealed: one that is copied to another mailbox opens nothing."""


def sealed_refresh(mailbox_id: int) -> str:
    """The place of its refresh token."""
    return f"mailbox:{mailbox_id}:refresh"


def sealed_access(mailbox_id: int) -> str:
    """The place of its access token."""
    return f"mailbox:{mailbox_id}:access"
