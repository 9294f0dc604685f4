"""Signing in as the API takes and gives it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from deskbell.core.fields import SECRET, Text
from deskbell.core.pagination import Read, Ref, Write
from deskbell.core.passwords import MAX_PASSWORD_BYTES
from deskbell.settings.schemas import HelpdeskName
from deskbell.users.schemas import LONGEST_ADDRESS, Address, LevelName, PersonName, UserMe

SHORTEST_PASSWORD = 10


def _fits(value: str) -> str:
    """Refuse what can't be hashed, or is too long to be, before anything is computed (T76)."""
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        size = 0
    if not 0 < size <= MAX_PASSWORD_BYTES or "\0" in value:
        message = f"must have between 1 and {MAX_PASSWORD_BYTES} bytes, without NUL characters"
        raise ValueError(message)
    return value


def _is_long_enough(value: str) -> str:
    """Refuse a short one in words that say what to do; pydantic's own speak of items."""
    if len(value) < SHORTEST_PASSWORD:
        message = f"Use at least {SHORTEST_PASSWORD} characters, for example a short sentence."
        raise PydanticCustomError("password_too_short", message)
    return value


Password = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=MAX_PASSWORD_BYTES),
    AfterValidator(_fits),
    Field(json_schema_extra=SECRET),
]
NewPassword = Annotated[
    Password,
    AfterValidator(_is_long_enough),
    Field(json_schema_extra=SECRET | {"minLength": SHORTEST_PASSWORD}),
]
Secret = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}$"), Field(json_schema_extra=SECRET)
]


class SignIn(Write):
    """An address, its password, and how far to sign in."""

    email: Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST_ADDRESS)] = Field(
        description="Any address of the account.", examples=["anna@example.org"]
    )
    password: Password = Field(description="The password.")
    scope: LevelName = Field(description="The home to sign in for; the session never reaches above it.")


class Refresh(Write):
    """How far the new token is to reach."""

    scope: LevelName = Field(description="At most what the session was signed in for.")


class SignedIn(Read):
    """A token for the next minutes; the session itself is in the cookie."""

    access_token: str = Field(description="Goes into `Authorization: Bearer …`.")
    token_type: Literal["Bearer"] = Field(description="How the token is presented.")
    expires_in: int = Field(description="Seconds until the token ends.", examples=[600])
    scope: str = Field(description="The scopes of the token.", examples=["user agent"])
    user: UserMe = Field(description="Who is signed in.")
    visitor: Ref | None = Field(description="The agent who is signed in as this person; null for the person.")


class SessionRead(Read):
    """One browser or program in which you are signed in."""

    id: int = Field(description="Its number.")
    scope: LevelName = Field(description="The home that it was signed in for.")
    user_agent: str | None = Field(description="What the browser or program said of itself.")
    created_at: datetime = Field(description="When you signed in there.")
    last_used_at: datetime = Field(description="When it last got a token.")
    current: bool = Field(description="Whether this request belongs to it.")


class PasswordReset(Write):
    """A new password, by a single-use link."""

    token: Secret = Field(description="What stands behind `#token=` in the link.")
    new_password: NewPassword = Field(description="The new password.")


class PasswordChange(Write):
    """A new password, by the present one."""

    current_password: Password = Field(description="The present password.")
    new_password: NewPassword = Field(description="The new password.")


class SetupState(Read):
    """Whether the helpdesk still waits for its first admin."""

    needed: bool = Field(description="True until there is an admin.")


class SetUp(Write):
    """The first admin, and the helpdesk's name."""

    token: Secret = Field(description="What stands behind `#token=` in the link that the server printed.")
    helpdesk_name: HelpdeskName = Field(description="What the helpdesk is called.")
    name: PersonName = Field(description="What the first admin is called.")
    email: Address = Field(description="The first admin's address.")
    password: NewPassword = Field(description="The first admin's password.")
