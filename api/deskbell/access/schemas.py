"""Questions about rights and their answers, as the API takes and gives them."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from deskbell.access.grants import GrantKind
from deskbell.core.pagination import Read, Ref

DoorName = Literal["guest", "user", "agent", "admin"]
Obstacle = Literal["ticket_put_away", "ticket_in_place", "no_grant_would"]


class ThingAct(StrEnum):
    """What may be asked of a thing: the acts on tickets, and those on categories and articles."""

    view = "view"
    reply = "reply"
    note = "note"
    set_fields = "set_fields"
    set_status = "set_status"
    solve = "solve"
    take = "take"
    assign = "assign"
    move = "move"
    label = "label"
    follow = "follow"
    add_followers = "add_followers"
    copy_to = "copy_to"
    link = "link"
    delete = "delete"
    restore = "restore"
    set_private = "set_private"
    rate = "rate"
    write = "write"
    publish = "publish"


SHELF_ACTS = frozenset({ThingAct.view, ThingAct.rate, ThingAct.write, ThingAct.publish})
TICKET_ACTS = frozenset(ThingAct) - (SHELF_ACTS - {ThingAct.view})


class AccessThing(Read):
    """A thing that a question or a grant names."""

    kind: str = Field(description="What it is.", examples=["user_group"])
    id: int | None = Field(description="Its number; null where the caller may not know which it is.")
    name: str | None = Field(description="What it is called now; a ticket by its reference. Null with `id`.")


class AccessGrant(Read):
    """A single grant: one thing that is held, or that would have to be given."""

    kind: GrantKind = Field(description="What is granted, and by what.")
    permission: str | None = Field(description="The permission that it is about.")
    title: str | None = Field(description="What that permission is called.")
    value: str | None = Field(
        description="A level; or, of `organization_sharing`, the right and the mode, as `see: managers`."
    )
    things: list[AccessThing] = Field(description="What it names: a group, a department, an organization.")


class GrantSet(Read):
    """Grants that are enough together; each one of them is needed."""

    grants: list[AccessGrant]


class AccessRestriction(Read):
    """What cuts an agent down beside grants, by themselves or by a group."""

    agent_group: Ref | None = Field(description="The group that it comes from; null: their own.")
    addresses: list[str] = Field(description="The networks from which they may sign in; empty: from any.")
    second_factor_required: bool
    expires_at: datetime | None = Field(description="When the account stops to work.")
    records_an_hour: int | None = Field(description="How many tickets and people they may read in an hour.")


class AccessExplanation(Read):
    """Whether somebody may do something, and why, or what would let them."""

    allowed: bool = Field(description="As the helpdesk decides at this moment.")
    person: Ref | None = Field(description="Of whom it was asked; null for guests.")
    door: DoorName = Field(description="The home it was asked for; `user` is the support center.")
    permission: str | None = Field(description="The permission it was asked of.")
    act: ThingAct | None = Field(description="The act it was asked of.")
    thing: AccessThing | None = Field(description="What the act is done on.")
    paths: list[GrantSet] = Field(
        description="When allowed: the ways in which it is, each enough by itself. "
        "A set without grants: by the level alone, or because it is for everybody."
    )
    ways: list[GrantSet] = Field(
        description="When not: the smallest sets of grants that would allow it, the shortest first. Each was "
        "tried out. Callers who are no admins see only those that tell nothing of groups."
    )
    more_ways: bool = Field(description="Whether there are more than these.")
    obstacle: Obstacle | None = Field(description="What no grant would change.")
    restrictions: list[AccessRestriction] = Field(description="What cuts an agent down beside grants.")


class EffectExample(Read):
    """Somebody who gains or loses."""

    person: Ref
    things: int | None = Field(description="How many tickets or articles; null for a permission.")


class EffectSide(Read):
    """Those who gain, or those who lose."""

    people: int = Field(description="How many accounts.")
    guests: bool = Field(description="Whether whoever is not signed in, too.")
    examples: list[EffectExample] = Field(description="Some of them, those with the most things first.")


class AccessEffect(Read):
    """What a change does to one right."""

    kind: Literal["permission", "tickets", "articles"] = Field(description="What the right is about.")
    name: str = Field(description="The permission, or the act on the things.", examples=["view"])
    title: str | None = Field(description="What the permission is called.")
    gained: EffectSide
    lost: EffectSide


class AccessPreview(Read):
    """What a change of rights would do. It was not made."""

    effects: list[AccessEffect] = Field(
        description="Permissions first, in the order of the registry, then tickets by act, then articles. "
        "Rights that nobody gains or loses are left out; none: the change changes nothing."
    )
    complete: bool = Field(description="False where there was too much to look at: there may be more.")


class EventUndone(Read):
    """What an event changed was set back."""

    event_id: int = Field(description="The event that says so; the first one is its cause.")


class AccessPerson(Read):
    """Somebody who may."""

    person: Ref
    level: DoorName = Field(description="Their level: where they may.")


class HeldPermission(Read):
    """A permission that somebody holds, and where it comes from."""

    permission: str = Field(description="Its name.")
    title: str = Field(description="What it is called.")
    paths: list[GrantSet] = Field(description="The ways in which it is held, each enough by itself.")


class PersonAccess(Read):
    """What somebody may do, and how much they see."""

    door: DoorName = Field(description="The home that it is about. What customers hold counts in theirs.")
    permissions: list[HeldPermission] = Field(description="All that is held, in the order of the registry.")
    tickets: int = Field(description="How many tickets they see; 10001 means more than 10,000.")
    articles: int = Field(description="How many articles of the knowledge base they read.")
    organizations: list[Ref] = Field(description="Whose tickets they see beside their own, as a customer.")
    departments: list[Ref] = Field(description="The departments that they have full access to.")
