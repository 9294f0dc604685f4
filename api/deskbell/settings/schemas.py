"""Settings documents, and what the API says of them.

One section is one class, whose fields carry everything that a form has to know: title, description, default,
bounds, and `unit` where there is one. The schema that screens are made of comes from these classes.
"""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue

from deskbell.core.fields import Color, Line
from deskbell.core.locales import Language, TimeZone
from deskbell.core.pagination import Read, Write

HelpdeskName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Seconds = Annotated[int, Field(ge=0, le=120)]
Days = Annotated[int, Field(ge=1, le=90)]


class Section(BaseModel):
    """One section, frozen. Members of a later version are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)

    key: ClassVar[str]

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:  # noqa: ANN401 - pydantic's own
        """An answer has no defaults, what screens are made of has."""
        found = handler.resolve_ref_schema(handler(core_schema))
        if handler.mode == "serialization":
            for member in found.get("properties", {}).values():
                member.pop("default", None)
        return found


class HelpdeskSettings(Section):
    """What this installation is called, and what new people start with."""

    model_config = ConfigDict(title="Helpdesk")
    key = "helpdesk"

    name: HelpdeskName = Field(
        default="Deskbell", title="Name", description="Stands on every page and in every mail."
    )
    language: Language = Field(
        default="en",
        title="Language",
        description="Of new accounts, and of mails to them, until their owner chooses another.",
        json_schema_extra={"format": "language"},
    )
    time_zone: TimeZone = Field(
        default="UTC",
        title="Time zone",
        description="Of new accounts until their owner chooses another.",
        json_schema_extra={"format": "time-zone"},
    )


class LookSettings(Section):
    """How pages look for everyone."""

    model_config = ConfigDict(title="Look")
    key = "look"

    accent_color: Color = Field(
        default="#4553c7",
        title="Accent color",
        description="Of buttons and links. It is made darker or lighter as far as text on it has to be read.",
        json_schema_extra={"format": "color"},
    )
    logo_file_id: UUID | None = Field(
        default=None,
        title="Logo",
        description="A picture for the head of each page. Without one the name stands there.",
        json_schema_extra={"contentMediaType": "image/*", "readOnly": True},
    )


class TicketSettings(Section):
    """What happens with tickets by itself."""

    model_config = ConfigDict(title="Tickets")
    key = "tickets"

    undo_seconds: Seconds = Field(
        default=5,
        title="Undo sending for",
        description="How long an agent can take a reply back before it is sent.",
        json_schema_extra={"x-unit": "seconds"},
    )
    link_days: Days = Field(
        default=14,
        title="Mailed ticket links work for",
        description="Who asks for a link to one ticket opens it without signing in for so long.",
        json_schema_extra={"x-unit": "days"},
    )


class MailSettings(Section):
    """Which mails go out by themselves."""

    model_config = ConfigDict(title="Mail")
    key = "mail"

    receipts: bool = Field(
        default=True,
        title="Confirm new tickets",
        description="Whoever opens a ticket by mail is told that it has arrived, with its reference.",
    )


class Registration(StrEnum):
    """What becomes of people whom nobody here knows yet."""

    open = "open"
    verified = "verified"
    approved = "approved"
    closed = "closed"


class SignInSettings(Section):
    """Who may sign in, and how."""

    model_config = ConfigDict(title="Accounts and sign-in")
    key = "sign_in"

    registration: Registration = Field(
        default=Registration.open,
        title="New people",
        description="What happens when somebody writes whose address is not known here, or signs up.",
        json_schema_extra={
            "x-labels": {
                "open": "They are let in at once",
                "verified": "They confirm their address first; their message is kept until then",
                "approved": "An agent lets them in; their message is kept until then",
                "closed": "Nobody is let in: agents make accounts",
            }
        },
    )
    second_factor: Literal["optional", "staff"] = Field(
        default="optional",
        title="Two-step sign-in",
        description="Who has to set it up. Staff who have not are led to it when they sign in next.",
        json_schema_extra={
            "x-labels": {"optional": "Everybody as they like", "staff": "All agents and admins"}
        },
    )


class GuideStep(StrEnum):
    """A step of the guide for the first run."""

    levels = "levels"
    departments = "departments"
    mailbox = "mailbox"
    people = "people"
    look = "look"


class GuideSettings(Section):
    """What admins said of the guide for the first run; it has an address of its own."""

    model_config = ConfigDict(title="First-run guide")
    key = "guide"

    dismissed: bool = Field(default=False, description="Whether the guide is put away.")
    settled: list[GuideStep] = Field(default=[], description="Steps that an admin said are fine as they are.")


SECTIONS: tuple[type[Section], ...] = (
    HelpdeskSettings,
    LookSettings,
    TicketSettings,
    MailSettings,
    SignInSettings,
)


class AllSettings(Section):
    """Every setting that admins edit, by section."""

    model_config = ConfigDict(title="Settings")
    key = "settings"

    helpdesk: HelpdeskSettings
    look: LookSettings
    tickets: TicketSettings
    mail: MailSettings
    sign_in: SignInSettings


class SettingsRead(Read):
    """Every setting, with what is in force now."""

    version: int = Field(
        description="Grows with every change; give it as `If-Match` to change only what you have seen."
    )
    helpdesk: HelpdeskSettings
    look: LookSettings
    tickets: TicketSettings
    mail: MailSettings
    sign_in: SignInSettings


class HelpdeskUpdate(Write):
    """Changes to the section `helpdesk`; what is left out or null stays."""

    name: HelpdeskName | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None


class LookUpdate(Write):
    """Changes to the section `look`; what is left out or null stays. The logo has an address of its own."""

    accent_color: Color | None = None


class TicketSettingsUpdate(Write):
    """Changes to the section `tickets`; what is left out or null stays."""

    undo_seconds: Seconds | None = None
    link_days: Days | None = None


class MailSettingsUpdate(Write):
    """Changes to the section `mail`; what is left out or null stays."""

    receipts: bool | None = None


class SignInSettingsUpdate(Write):
    """Changes to the section `sign_in`; what is left out or null stays."""

    registration: Registration | None = None
    second_factor: Literal["optional", "staff"] | None = None


class SettingsUpdate(Write):
    """Changes to settings, by section; a section that is left out or null stays."""

    helpdesk: HelpdeskUpdate | None = None
    look: LookUpdate | None = None
    tickets: TicketSettingsUpdate | None = None
    mail: MailSettingsUpdate | None = None
    sign_in: SignInSettingsUpdate | None = None


class HelpdeskRead(Read):
    """What everyone may know of this installation."""

    name: str = Field(description="What the helpdesk is called.", examples=["Example Support"])
    version: str = Field(description="The version of Deskbell that answers.", examples=["0.1.0"])
    language: str = Field(description="The language that new accounts start with.", examples=["en"])
    registration: Registration = Field(description="Whether new people may sign up and write, and how.")
    accent_color: str = Field(description="The color of buttons and links.", examples=["#4553c7"])
    logo_url: str | None = Field(
        description="The path of the logo on this API's host; null: there is none.",
        examples=["/v1/helpdesk/logo?v=4b4c1f7e-0000-4000-8000-5f2f6c1d9a10"],
    )
