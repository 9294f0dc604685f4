"""The logo as the API takes it."""

from uuid import UUID

from pydantic import Field

from deskbell.core.pagination import Write


class LogoUpdate(Write):
    """Which upload becomes the logo."""

    file_id: UUID = Field(
        description="An upload of yours that is a picture (PNG, JPEG, GIF, WebP) of at most 1 MB."
    )
