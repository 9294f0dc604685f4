"""What a manager changes of the people of an organization."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import InvalidRequest, NotAllowed, NotFound
from deskbell.events.record import record
from deskbell.organizations.events import OrganizationFollowingChanged
from deskbell.organizations.members.actions.put import change_member
from deskbell.organizations.members.queries import is_manager, system_member_for_update
from deskbell.organizations.members.schemas import MemberUpdate
from deskbell.organizations.models import OrganizationMember, Role
from deskbell.organizations.problems import at


async def update_member(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, body: MemberUpdate
) -> None:
    """Name somebody, hand the manager's role on for a while, or follow new tickets oneself.

    The caller has asked whether the actor looks after its people. A role that was handed on is not handed
    on again. Raises `NotFound`, `NotAllowed`.
    """
    row = await system_member_for_update(session, organization_id, user_id)
    if row is None:
        raise NotFound
    changes: dict[str, object] = {}
    if body.named is not None:
        changes["named"] = body.named
    if "manager_until" in body.model_fields_set and body.manager_until != row.manager_until:
        if not actor.is_staff and not await is_manager(session, actor, organization_id, by_role=True):
            raise NotAllowed("Only a manager hands the role on, not somebody to whom it was handed.")
        _refuse_delegation(row, body.manager_until)
        changes["manager_until"] = body.manager_until
    await change_member(session, actor, row, changes)
    if body.follows_new is not None and body.follows_new != row.follows_new:
        if not actor.is_staff and user_id != actor.user_id:
            raise NotAllowed("Whether somebody follows new tickets is their own choice.")
        row.follows_new = body.follows_new
        fact = OrganizationFollowingChanged(
            organization_id=organization_id,
            user_id=user_id,
            before=not body.follows_new,
            after=body.follows_new,
        )
        await record(session, actor, fact)


def _refuse_delegation(row: OrganizationMember, until: datetime | None) -> None:
    if until is None:
        return
    if row.role == Role.manager:
        raise InvalidRequest(errors=at("/manager_until", "This person is a manager already."))
    if until <= datetime.now(UTC):
        raise InvalidRequest(errors=at("/manager_until", "Give a time that is still to come."))
