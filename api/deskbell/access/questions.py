"""From what a caller asks to a question that they may ask."""

from typing import Final, Self

from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.formula import Question
from deskbell.access.grants import Thing
from deskbell.access.queries import shelf_seen, system_level
from deskbell.access.schemas import SHELF_ACTS, TICKET_ACTS, DoorName, ThingAct
from deskbell.core.auth import Act, Actor, Level
from deskbell.core.fields import Line, QueryId
from deskbell.core.pagination import LONGEST_CURSOR, Write
from deskbell.core.problems import InvalidRequest, NotFound, ProblemError
from deskbell.permissions.registry import AGENT_PERMISSIONS, CUSTOMER_PERMISSIONS
from deskbell.tickets.explaining.queries import may_act

KINDS: Final = ("ticket", "category", "article")


class AskedOf(Write):
    """A right: a permission, or an act on a thing."""

    permission: Line | None = Field(
        None, max_length=100, description="A permission by its name.", examples=["tickets.reply.mine"]
    )
    act: ThingAct = Field(ThingAct.view, description="What is done with the ticket, category or article.")
    ticket_id: QueryId | None = Field(None, description="The ticket that it is done with.")
    category_id: QueryId | None = Field(None, description="The category of the knowledge base.")
    article_id: QueryId | None = Field(None, description="The article.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        given = [self.permission, *(getattr(self, f"{kind}_id") for kind in KINDS)]
        if sum(each is not None for each in given) != 1:
            message = "give exactly one of permission, ticket_id, category_id and article_id"
            raise ValueError(message)
        if self.permission is None:
            fitting = TICKET_ACTS if self.ticket_id is not None else SHELF_ACTS
            if self.act not in fitting:
                message = f"is no act on it; these are: {', '.join(sorted(fitting))}"
                raise ValueError(message)
        elif self.permission not in AGENT_PERMISSIONS | CUSTOMER_PERMISSIONS:
            message = "there is no such permission; GET /v1/permissions lists them"
            raise ValueError(message)
        return self

    @property
    def thing(self) -> Thing | None:
        """What it is done with."""
        for kind in KINDS:
            number = getattr(self, f"{kind}_id")
            if number is not None:
                return kind, number
        return None


class Asked(AskedOf):
    """Whether somebody may do it."""

    user_id: QueryId | None = Field(None, description="Of whom; left out: of yourself.")
    guest: bool = Field(False, description="Of whoever is not signed in; for admins.")  # noqa: FBT003
    door: DoorName | None = Field(
        None,
        description="The home where it is done, at most the caller's. Left out: the person's own; "
        "the support center for what customers hold, the agent panel for what agents do.",
    )


class PeopleAsked(AskedOf):
    """Who may do it."""

    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."
    )
    limit: int = Field(25, ge=1, le=100, description="Rows in a page.")


async def question_of(session: AsyncSession, actor: Actor, asked: Asked) -> Question:
    """The question, when the caller may ask it. Raises `NotFound`, `InvalidRequest`."""
    user_id = None if asked.guest else asked.user_id or actor.account_id
    if actor.level < Level.admin and user_id != actor.user_id:
        raise NotFound
    await refuse_unseen(session, actor, asked.thing)
    level = Level.guest if user_id is None else await system_level(session, user_id)
    if asked.door is not None and Level[asked.door] > actor.level:
        advice = "Choose a home that you have come in by."
        raise InvalidRequest(errors=[ProblemError(pointer="?door", message=advice)])
    door = min(_door(asked, level), actor.level)
    return Question(user_id, door, asked.permission, str(asked.act), asked.thing)


async def refuse_unseen(session: AsyncSession, actor: Actor, thing: Thing | None) -> None:
    """Raise `NotFound` for a thing that the actor does not see. Admins see every ticket, deleted ones too."""
    if thing is None or actor.level is Level.admin:
        return
    kind, number = thing
    seen = (
        await may_act(session, actor, Act.view, number)
        if kind == "ticket"
        else await shelf_seen(session, actor, thing)
    )
    if not seen:
        raise NotFound


def _door(asked: Asked, level: Level) -> Level:
    if asked.guest:
        return Level.guest
    if asked.door is not None:
        return Level[asked.door]
    if asked.permission in CUSTOMER_PERMISSIONS:
        return Level.user
    if asked.permission is not None or asked.act in {ThingAct.write, ThingAct.publish}:
        return max(level, Level.agent)
    return level
