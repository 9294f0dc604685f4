"""Permissions as the API gives them."""

from typing import Literal

from pydantic import Field

from deskbell.core.pagination import Read


class PermissionRead(Read):
    """One thing that may be granted."""

    name: str = Field(description="Its name, by which it is granted.", examples=["tickets.reply.mine"])
    area: str = Field(description="The part of the helpdesk that it belongs to.", examples=["tickets"])
    act: str = Field(description="What it lets somebody do there.", examples=["reply"])
    scope: Literal["mine", "team", "followed", "unassigned", "others"] | None = Field(
        description="Of which tickets; null outside of the ticket matrix."
    )
    title: str = Field(description="What it is called.", examples=["Reply to my tickets"])
    sentence: str = Field(description="What it opens, in one sentence.")
    needs: list[str] = Field(description="The permissions without which it opens nothing.")
    audience: Literal["customer", "agent"] = Field(
        description="Who can hold it: customers through user groups, agents through agent groups and singly."
    )
    destructive: bool = Field(description="Whether *All non-destructive* leaves it out.")
