"""The product's own answers: may this person do this? Every one comes from the predicate that guards it."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.formula import Question
from deskbell.access.grants import Thing
from deskbell.access.queries import shelf_seen
from deskbell.content.knowledge.queries import PUBLISH, RATE, WRITE
from deskbell.core.auth import GUEST, SUPPORT_CENTER, Act, Actor, Level
from deskbell.permissions.checking import holds
from deskbell.permissions.queries import system_actor_of
from deskbell.permissions.registry import AGENT_PERMISSIONS
from deskbell.tickets.explaining.queries import is_solved, may_act
from deskbell.tickets.reading import CLOSE, REOPEN
from deskbell.user_groups.queries import ENTER
from deskbell.user_groups.queries import holds as customer_holds

_NEEDED: Final = {"write": WRITE, "publish": PUBLISH}


async def is_allowed(session: AsyncSession, question: Question) -> bool:
    """Whether the person may do it, as the product decides at this moment."""
    actor = GUEST
    if question.user_id is not None:
        actor = await system_actor_of(session, question.user_id, question.door)
        if actor.level is Level.guest:
            return False
    if question.permission is not None:
        return await _holds(session, actor, question.permission)
    if question.thing is None:
        return False
    if question.thing[0] == "ticket":
        return await _acts(session, actor, Act(question.act), question.thing[1])
    return await _reads(session, actor, question.act, question.thing)


async def _holds(session: AsyncSession, actor: Actor, permission: str) -> bool:
    if permission in AGENT_PERMISSIONS:
        return holds(actor, permission)
    return await customer_holds(session, actor, permission)


async def _acts(session: AsyncSession, actor: Actor, act: Act, ticket_id: int) -> bool:
    """As the door, the row and the verb of a ticket decide."""
    if not await may_act(session, actor, act, ticket_id):
        return False
    if actor.is_staff:
        return True
    needed = [ENTER] if act in SUPPORT_CENTER else []
    needed += [CLOSE] if act is Act.solve else []
    if act is Act.reply and await is_solved(session, actor, ticket_id):
        needed.append(REOPEN)
    return all([await customer_holds(session, actor, name) for name in needed])


async def _reads(session: AsyncSession, actor: Actor, act: str, thing: Thing) -> bool:
    if not await shelf_seen(session, actor, thing):
        return False
    if act in _NEEDED:
        return holds(actor, _NEEDED[act])
    return act != "rate" or await customer_holds(session, actor, RATE)
