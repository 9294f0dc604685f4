"""Addresses and numbers as the API takes and gives them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from deskbell.core.fields import Line
from deskbell.core.pagination import Read, Write
from deskbell.users.schemas import Address


def _international(value: str) -> str:
    """The number as E.164 writes it: a plus sign and digits."""
    digits = re.sub(r"[\s().\-/]", "", value)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", digits):
        message = "Write the number with its country, for example +49 30 1234567."
        raise PydanticCustomError("phone_number", message)
    return digits


Phone = Annotated[
    Line,
    StringConstraints(min_length=5, max_length=40),
    AfterValidator(_international),
    Field(examples=["+49301234567"]),
]


class AddressRead(Read):
    """One of a person's addresses."""

    id: int = Field(description="Its number.")
    email: str = Field(description="The address.")
    primary: bool = Field(description="Whether mail goes there.")
    verified: bool = Field(description="Whether it is proven to be the person's.")


class PhoneRead(Read):
    """One of a person's telephone numbers."""

    id: int = Field(description="Its number in the list.")
    number: str = Field(description="The telephone number, with its country.", examples=["+49301234567"])
    primary: bool = Field(description="Whether the person is called there.")
    verified: bool = Field(description="Whether it is proven to be the person's.")


class AddressCreate(Write):
    """One address more."""

    email: Address = Field(description="The address.")


class PhoneCreate(Write):
    """One telephone number more."""

    number: Phone = Field(description="The telephone number, with its country.")
