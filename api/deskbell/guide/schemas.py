"""The guide as the API takes and gives it."""

from pydantic import Field

from deskbell.core.pagination import Read, Write
from deskbell.settings.schemas import GuideStep


class GuideStepRead(Read):
    """One step."""

    step: GuideStep = Field(
        description="`levels`: who may do what; `departments`: where work belongs; `mailbox`: an address at "
        "which customers write; `people`: colleagues; `look`: color and logo."
    )
    done: bool = Field(description="Whether it is there, or an admin said that it is fine as it is.")
    settled: bool = Field(description="Whether an admin said so.")
    count: int = Field(description="How many there are: departments, mailboxes, agents and admins; else 0.")


class GuideRead(Read):
    """What a new helpdesk needs, and what of it is there."""

    dismissed: bool = Field(description="Whether an admin put the guide away.")
    steps: list[GuideStepRead] = Field(description="In the order in which they are best done.")


class GuideUpdate(Write):
    """What is said of the guide; what is left out or null stays."""

    dismissed: bool | None = None
    settled: list[GuideStep] | None = Field(
        default=None, max_length=10, description="All steps that are fine as they are."
    )
