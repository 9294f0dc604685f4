"""Apps and what people allow them, as the API takes and gives it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from deskbell.core.fields import Line, ShownOnce, Text
from deskbell.core.pagination import Read, Ref, Write
from deskbell.oauth.redirects import LONGEST, fit
from deskbell.sessions.schemas import Password
from deskbell.users.schemas import LevelName

MOST_ADDRESSES = 20

AppName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


def _fits(value: str) -> str:
    """Refuse an unfit address in words that say what to do, without the library's own before them."""
    try:
        return fit(value)
    except ValueError as error:
        raise PydanticCustomError("redirect_uri_unfit", str(error)) from None


RedirectUri = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), AfterValidator(_fits)]
RedirectUris = Annotated[list[RedirectUri], Field(min_length=1, max_length=MOST_ADDRESSES)]
Parameter = Annotated[Text, StringConstraints(strip_whitespace=False, max_length=2000)]

AGAIN = "Your password, once more: an app outlives this session."


class AppRead(Read):
    """An app of others."""

    id: int = Field(description="Its number.")
    client_id: str = Field(description="By which it names itself.", examples=["aZ3kQ9xW2mN7bV5cR8tY"])
    name: str = Field(description="What people are shown.", examples=["Customer portal"])
    confidential: bool = Field(
        description="Whether it keeps a secret, as a server can; a page of a browser can't."
    )
    redirect_uris: list[str] = Field(
        description="Where people are sent back to, letter by letter.",
        examples=[["https://portal.example.org/"]],
    )
    scope: LevelName = Field(description="How far it reaches at most.")
    disabled: bool = Field(description="Whether it is kept from working.")
    people: int = Field(description="How many people have allowed it something.")
    created_at: datetime = Field(description="When it was registered.")


class AppRegisteredRead(AppRead):
    """A new app, or one with a new secret; the only time that this is shown."""

    client_secret: ShownOnce | None = Field(description="Shown only now; null for an app that keeps none.")


class AppCreate(Write):
    """A new app."""

    name: AppName = Field(description="What people are shown.", examples=["Customer portal"])
    confidential: bool = Field(description="Whether it can keep a secret: true for a server.")
    redirect_uris: RedirectUris = Field(
        description="Where people may be sent back to.", examples=[["https://portal.example.org/"]]
    )
    scope: LevelName = Field(default="user", description="How far it may reach at most.")
    current_password: Password = Field(description=AGAIN)


class AppUpdate(Write):
    """Changes to an app; what is left out or null stays."""

    name: AppName | None = Field(default=None, description="What people are shown.")
    redirect_uris: RedirectUris | None = Field(
        default=None, description="Where people may be sent back to; takes the place of all there were."
    )
    scope: LevelName | None = Field(
        default=None,
        description="How far it may reach at most. Lowered, its tokens reach no further at once.",
    )
    current_password: Password = Field(description=AGAIN)


class SecretCreate(Write):
    """A new secret for an app; the one before opens nothing any more."""

    current_password: Password = Field(description=AGAIN)


class ConnectedAppRead(Read):
    """An app that you have allowed to act for you."""

    app: Ref = Field(description="The app.")
    scope: LevelName = Field(description="How far you let it reach.")
    connected_at: datetime = Field(description="When you allowed it.")
    last_used_at: datetime | None = Field(description="When it last got a token; null: not any more.")
    disabled: bool = Field(description="Whether an admin keeps it from working.")


class AuthorizationCreate(Write):
    """An app's request as it came, and what the person says to it."""

    client_id: Parameter = Field(description="The app.", examples=["aZ3kQ9xW2mN7bV5cR8tY"])
    redirect_uri: Parameter = Field(description="Where it wants the person back.")
    response_type: Parameter = Field(description="Has to be `code`.", examples=["code"])
    code_challenge: Parameter = Field(default="", description="Of PKCE (RFC 7636).")
    code_challenge_method: Parameter = Field(default="", description="Has to be `S256`.", examples=["S256"])
    scope: Parameter = Field(default="", description="What it asks for; `user` when empty.")
    state: Parameter = Field(default="", description="What it wants back as it is.")
    decision: Literal["allow", "deny", "as_before"] = Field(
        description="`as_before` grants what was allowed earlier, and asks where nothing was."
    )


class AuthorizationRead(Read):
    """Where to go on; or that the person has to be asked."""

    redirect_to: str | None = Field(description="Where to send the browser; null: ask the person first.")
    app: str = Field(description="The name of the app.")
    scope: LevelName = Field(description="How far it would reach.")
    person: str = Field(description="The name of the person who is asked.")
