"""Files of organizations, as the API takes them."""

from pydantic import Field

from deskbell.core.fields import Text
from deskbell.core.pagination import Read, Write


class ImportCreate(Write):
    """A file of organizations, as text."""

    csv: Text = Field(
        max_length=2_000_000,
        description="Comma-separated, with a line of titles: `organization`, and any of `domains` (several: "
        "by spaces), `email`, `name`, `role` (`member` or `manager`), `notes`, `labels`. One line for each "
        "person; an organization may stand in many lines.",
        examples=["organization,domains,email,name,role\nAcme Ltd,acme.com,ada@acme.com,Ada,manager\n"],
    )
    check_only: bool = Field(False, description="Whether to say what would happen, and change nothing.")  # noqa: FBT003


class ImportRead(Read):
    """What came of a file, or would come of it."""

    lines: int
    organizations_created: int
    organizations_changed: int
    domains_added: int
    people_created: int
    members_added: int
    members_changed: int
    applied: bool = Field(description="False when it was only checked.")
