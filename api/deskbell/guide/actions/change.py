"""Saying something of the guide."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.guide.schemas import GuideUpdate
from deskbell.settings.actions.change import change_section
from deskbell.settings.schemas import GuideSettings, GuideStep


async def change_guide(session: AsyncSession, actor: Actor, wanted: GuideUpdate) -> None:
    """Put the guide away or bring it back, and tick steps by hand."""
    given = wanted.model_dump(exclude_none=True)
    if wanted.settled is not None:
        given["settled"] = [step for step in GuideStep if step in wanted.settled]
    await change_section(session, actor, GuideSettings, given)
