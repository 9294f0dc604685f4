"""Mails about accounts, as the API takes their orders and links."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.pagination import Write
from deskbell.sessions.schemas import NewPassword, Secret
from deskbell.users.schemas import Address, PersonName


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
