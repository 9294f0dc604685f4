"""Invitations into organizations, as the API takes and gives them."""

from datetime import datetime

from pydantic import Field

from deskbell.core.pagination import Read, Ref, Write
from deskbell.users.schemas import Address, PersonName


class OrganizationInvitationCreate(Write):
    """Who is asked to join."""

    name: PersonName = Field(description="What the person is called.")
    email: Address = Field(description="Where the invitation goes.")


class OrganizationInvitationRead(Read):
    """Somebody was asked to join, and has not answered."""

    id: int
    email: str = Field(description="Where it went, as it was typed.")
    name: str = Field(description="What the person was called by who invited.")
    invited_by: Ref | None
    created_at: datetime
    expires_at: datetime


class InvitationToMeRead(Read):
    """An organization that asks the caller to join."""

    id: int
    organization: Ref
    invited_by: Ref | None
    expires_at: datetime
