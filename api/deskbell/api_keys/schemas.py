"""API keys and service accounts as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from deskbell.core.fields import Line, ShownOnce
from deskbell.core.pagination import Read, Ref, Write
from deskbell.sessions.schemas import Password
from deskbell.users.schemas import LevelName, PersonName

LONGEST_LIFE = 730
USUAL_LIFE = 365

KeyName = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class ApiKeyRead(Read):
    """A key, without what opens."""

    id: int = Field(description="Its number.")
    name: str = Field(description="What it is for.", examples=["Nightly export"])
    prefix: str = Field(description="How the key begins, to recognize it by.", examples=["dbk_x4Tq91Zk"])
    scope: LevelName = Field(description="How far it reaches at most; never above its owner's level.")
    owner: Ref = Field(description="The account as which it acts.")
    created_at: datetime = Field(description="When it was made.")
    created_by: Ref | None = Field(description="Who made it.")
    expires_at: datetime = Field(description="When it ends by itself.")
    last_used_at: datetime | None = Field(description="When it was last used, to a minute; null: never.")
    expired: bool = Field(description="Whether it has ended by itself.")


class ApiKeyCreated(ApiKeyRead):
    """A new key; the only time that it is shown."""

    key: ShownOnce = Field(
        description="Goes into `Authorization: Bearer …`. It is shown only now.", examples=["dbk_x4Tq91Zk…"]
    )


class ApiKeyCreate(Write):
    """A new key."""

    name: KeyName = Field(description="What it is for.", examples=["Nightly export"])
    scope: LevelName = Field(description="How far it is to reach: at most as far as this sign-in.")
    days: int = Field(default=USUAL_LIFE, ge=1, le=LONGEST_LIFE, description="Days until it ends by itself.")
    current_password: Password = Field(description="Your password, once more: a key outlives this session.")


class ServiceAccountRead(Read):
    """An account of programs: an agent without a password."""

    id: int = Field(description="The account's number.")
    name: str = Field(description="What it is called, as it stands on tickets.", examples=["Order system"])
    level: LevelName = Field(description="Its level; `PUT /v1/users/{user_id}/level` changes it.")
    disabled: bool = Field(description="Whether its keys are kept from working.")
    keys: int = Field(description="How many living keys it has.")
    created_at: datetime = Field(description="When it was made.")


class ServiceAccountCreate(Write):
    """A new service account. Its departments are given as an agent's are."""

    name: PersonName = Field(description="What it is called, as it stands on tickets.")
