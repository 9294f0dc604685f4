"""Audiences as the API takes and gives them."""

from pydantic import Field

from deskbell.core.fields import Id
from deskbell.core.pagination import Read, Ref, Write


class ChoosingRead(Read):
    """The groups whose members may choose something."""

    groups: list[Ref] = Field(description="By name; empty: everybody who may choose what stands above it.")
    version: int = Field(description="Another one for each set of groups; for `If-Match`.")


class ChoosingUpdate(Write):
    """The whole set of groups whose members are to choose something."""

    group_ids: list[Id] = Field(
        description="Their numbers; an empty list opens it to everybody who may choose what stands above it.",
        max_length=200,
    )
