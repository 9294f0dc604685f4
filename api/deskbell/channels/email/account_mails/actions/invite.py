"""Inviting somebody to work here, and taking an invitation back."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.actions.order import order_invitation
from deskbell.channels.email.account_mails.problems import AlreadyClaimed
from deskbell.channels.email.account_mails.queries import account_seen_by
from deskbell.channels.email.account_mails.schemas import InvitationCreate
from deskbell.channels.email.outbox.models import MailKind, MailState, OutgoingMail
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound, ProblemError
from deskbell.departments.actions.give_access import give_full_access
from deskbell.events.record import record
from deskbell.permissions.actions.change_members import join_groups
from deskbell.sessions.events import LinksVoided
from deskbell.sessions.links import void_links
from deskbell.teams.actions.change_members import add_member
from deskbell.teams.problems import NoSuchTeam
from deskbell.users.actions.change_level import change_level
from deskbell.users.actions.create import create_user

WAITING = (MailState.queued, MailState.deferred)


async def invite(session: AsyncSession, actor: Actor, wanted: InvitationCreate) -> int:
    """Make an account with its rights and mail the link that claims it; all of it or nothing. Its number.

    Raises `AddressTaken`, `NoSuchDepartment`, `NoSuchTeam`, `NoSuchGroup`.
    """
    user = await create_user(session, actor, name=wanted.name, address=wanted.email)
    await change_level(session, actor, user.id, Level[wanted.level])
    if wanted.department_ids is not None:
        await give_full_access(session, actor, user.id, wanted.department_ids)
    if wanted.agent_group_ids:
        await join_groups(session, actor, user.id, wanted.agent_group_ids)
    for team_id in wanted.team_ids:
        try:
            await add_member(session, actor, team_id, user.id)
        except NotFound:
            message = f"There is no team {team_id}."
            raise NoSuchTeam(errors=[ProblemError(pointer="/team_ids", message=message)]) from None
    await order_invitation(session, actor, user.id)
    return user.id


async def revoke_invitation(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """Make the mailed links of an unclaimed account worthless; mails that wait are not sent any more.

    Raises `NotFound`, `AlreadyClaimed`. Mails first: one that is being written just now has its link by then.
    """
    account = await account_seen_by(session, actor, user_id)
    if account is None:
        raise NotFound
    if account.claimed:
        raise AlreadyClaimed
    waiting = (
        OutgoingMail.user_id == user_id,
        OutgoingMail.kind == MailKind.invitation,
        OutgoingMail.state.in_(WAITING),
    )
    given_up = {"state": MailState.failed, "reason": "The invitation was revoked.", "ended_at": func.now()}
    await session.execute(update(OutgoingMail).where(*waiting).values(given_up))
    await void_links(session, user_id)
    await record(session, actor, LinksVoided(user_id=user_id))
