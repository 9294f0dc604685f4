"""Second factors as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from deskbell.core.fields import SECRET, Line, ShownOnce
from deskbell.core.pagination import Read, Write
from deskbell.sessions.schemas import Password, Secret, SignedIn
from deskbell.users.schemas import LevelName

Code = Annotated[Line, StringConstraints(min_length=1, max_length=40), Field(json_schema_extra=SECRET)]
Credential = Annotated[
    dict[str, JsonValue],
    Field(description="What `navigator.credentials` gave, by its `toJSON()`.", examples=[{}]),
]
PasskeyName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class PasskeyRead(Read):
    """One of your passkeys."""

    id: int = Field(description="Its number.")
    name: str = Field(description="What you called it.")
    site: str = Field(description="The host on whose pages it works.", examples=["help.example.org"])
    created_at: datetime = Field(description="When it was added.")
    last_used_at: datetime | None = Field(description="When you last signed in with it.")


class SecondFactorRead(Read):
    """What signing in asks you for beside the password."""

    on: bool = Field(description="Whether it asks for anything.")
    required: bool = Field(description="Whether your account has to have a second factor.")
    app: bool = Field(description="Whether an authenticator app is set up.")
    passkeys: list[PasskeyRead] = Field(description="Your passkeys, the newest first.")
    recovery_codes_left: int = Field(description="How many recovery codes have not been used.")


class AppOffer(Read):
    """What an authenticator app takes up; it counts when a code of it has come."""

    secret: ShownOnce = Field(description="To type into the app where no picture can be taken.")
    address: ShownOnce = Field(description="The same as an `otpauth:` address, which opens the app.")
    picture: ShownOnce = Field(description="The address as a QR code: a `data:` address of a picture.")


class AppCode(Write):
    """A code that the app shows."""

    code: Code = Field(description="Six digits.", examples=["123456"])


class RecoveryCodes(Read):
    """Codes to keep on paper, each of which works once. They are shown this once."""

    codes: list[ShownOnce] = Field(description="The codes.")


class FactorAdded(Read):
    """What was added, and the recovery codes if it was the first."""

    recovery_codes: list[ShownOnce] | None = Field(
        description="Shown this once; null where you have codes already."
    )


class PasskeyOffer(Read):
    """The question for a new passkey, or for one that you have."""

    challenge: ShownOnce = Field(description="Goes back with what the browser answers.")
    options: dict[str, JsonValue] = Field(description="What `navigator.credentials` takes as `publicKey`.")


class PasskeyCreate(Write):
    """A passkey that your browser has made."""

    challenge: Secret = Field(description="Of `POST /v1/users/me/passkey-challenges`.")
    name: PasskeyName = Field(description="What you call it, such as the device it is in.")
    credential: Credential


class PasskeySignIn(Write):
    """A sign-in by a passkey alone."""

    challenge: Secret = Field(description="Of `POST /v1/sessions/passkey-challenges`.")
    credential: Credential
    scope: LevelName = Field(description="The home to sign in for; the session never reaches above it.")


class SecondFactorAnswer(Write):
    """The second step of a sign-in: one of the three."""

    challenge: Secret = Field(description="Of the refusal `second_factor_needed`.")
    code: Code | None = Field(default=None, description="Six digits of the authenticator app.")
    recovery_code: Code | None = Field(default=None, description="A recovery code, which works once.")
    credential: Credential | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(each is not None for each in (self.code, self.recovery_code, self.credential)) != 1:
            message = "Give one of code, recovery_code and credential."
            raise PydanticCustomError("one_answer", message)
        return self


class SecondFactorSetUp(Write):
    """The second step where a second factor has to be set up: a code of the app that took up the offer."""

    challenge: Secret = Field(description="Of the refusal `second_factor_setup_needed`.")
    code: Code = Field(description="Six digits of the authenticator app.")


class SetUpAndSignedIn(Read):
    """The session, and the recovery codes of the new second factor."""

    session: SignedIn
    recovery_codes: list[ShownOnce] = Field(description="Shown this once.")


class Confirmation(Write):
    """Your password once more."""

    current_password: Password = Field(description="The present password.")
