"""What the API takes of organizations where tickets are concerned."""

from pydantic import Field

from deskbell.core.fields import Id
from deskbell.core.pagination import Write


class TicketOrganizationPut(Write):
    """To which organization a ticket belongs."""

    organization_id: Id = Field(description="The organization.")


class OrganizationMergeCreate(Write):
    """Which organization goes into this one."""

    source_id: Id = Field(description="The one whose tickets, domains and people move.")
