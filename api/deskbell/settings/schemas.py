"""Settings documents, and what the API says of them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskbell.core.fields import Line
from deskbell.core.pagination import Read

HelpdeskName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class HelpdeskSettings(BaseModel):
    """The section `helpdesk`: what the installation calls itself. Members of a later version are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: HelpdeskName = "Deskbell"


class HelpdeskRead(Read):
    """What everyone may know of this installation."""

    name: str = Field(description="What the helpdesk is called.", examples=["Example Support"])
    version: str = Field(description="The version of Deskbell that answers.", examples=["0.1.0"])
