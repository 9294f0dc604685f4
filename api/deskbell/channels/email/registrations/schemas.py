"""People who wait to be let in, as the API gives them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from deskbell.core.pagination import Read


class KeptMessage(Read):
    """A message that waits with its author."""

    via: Literal["form", "mail"] = Field(description="How it came.")
    inbound_mail_id: int | None = Field(
        description="Its place among the received mails; null for the form's."
    )
    subject: str = Field(description="Its subject.")
    text: str | None = Field(description="Its first 2,000 characters; null for a mail, which has a page.")
    at: datetime = Field(description="When it came.")


class RegistrationRead(Read):
    """Somebody who wrote, or signed up, and is not let in yet."""

    user_id: int = Field(description="The account's number.")
    name: str = Field(description="What they call themselves.")
    email: str | None = Field(description="The address, which nobody has proven unless it says so.")
    verified: bool = Field(description="Whether the address is proven.")
    waits_for: Literal["verification", "approval", "refused"] = Field(
        description="Their own confirmation, an agent, or nothing any more."
    )
    created_at: datetime = Field(description="When they wrote first.")
    messages: list[KeptMessage] = Field(description="What they wrote, the oldest first, ten at most.")
