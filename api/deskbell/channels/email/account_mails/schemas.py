"""Mails about accounts, as the API takes their orders and links."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskbell.channels.email.outbox.models import MailState
from deskbell.core.fields import Id
from deskbell.core.pagination import Read, Ref, Write
from deskbell.sessions.schemas import NewPassword, Secret
from deskbell.users.schemas import Address, LevelName, PersonName


class AccessRequest(Write):
    """Whose account it is."""

    email: Address


class SignUp(Write):
    """Who would like an account."""

    name: PersonName
    email: Address


class TicketLinkRequest(Write):
    """Which ticket, and whose."""

    reference: Annotated[str, StringConstraints(min_length=12, max_length=20)] = Field(
        examples=["7QJR-3M8K-2TXD"]
    )
    email: Address


class AccountClaim(Write):
    """The link's secret, and the first password."""

    token: Secret
    new_password: NewPassword


class AddressVerification(Write):
    """The link's secret."""

    token: Secret


class InvitationCreate(Write):
    """Somebody who is to work here, with the rights from the first day on."""

    name: PersonName = Field(description="What the person is called.")
    email: Address = Field(description="Where the invitation goes; no other account may have it.")
    level: Literal["agent", "admin"] = Field(description="The level of the new account.")
    department_ids: list[Id] | None = Field(
        default=None,
        max_length=1000,
        description="The departments that the person gets. Null: none for an agent, all for an admin.",
    )
    agent_group_ids: list[Id] = Field(
        default=[],
        max_length=100,
        description="The groups of agents that the person joins. None: an agent holds nothing yet; an admin "
        "holds all permissions anyway.",
    )
    team_ids: list[Id] = Field(default=[], max_length=100, description="The teams that the person joins.")


class Invited(Read):
    """Who was invited."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What the person is called.")
    email: str = Field(description="Where the invitation went.")
    level: LevelName = Field(description="The account's level.")


class InvitationRead(Read):
    """An invitation that nobody has accepted yet; the last one, where there were several."""

    user: Invited
    invited_by: Ref | None = Field(description="Who sent it.")
    created_at: datetime = Field(description="When it was ordered.")
    mail_state: MailState = Field(description="Where its mail stands.")
    expires_at: datetime | None = Field(
        description="When its link ends; null before the mail was written. In the past: send another one."
    )
