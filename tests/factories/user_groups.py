"""User groups for tests."""

from itertools import count

from sqlalchemy import select

from deskbell.user_groups.models import UserGroup, UserGroupMember, UserGroupPermission

NUMBERS = count(1)


async def make_group(session, *members, name=None, permissions=(), rule=None):
    """A group with these members and permissions of its own."""
    group = UserGroup(name=name or f"Group {next(NUMBERS)}", rule=rule)
    session.add(group)
    await session.flush()
    session.add_all(UserGroupMember(group_id=group.id, user_id=each.id) for each in members)
    session.add_all(UserGroupPermission(group_id=group.id, permission=each) for each in permissions)
    await session.flush()
    await session.refresh(group)
    return group


async def built_in(session, kind):
    """*Everyone* or *Registered*."""
    return await session.scalar(select(UserGroup).where(UserGroup.kind == kind))


async def take_away(session, *permissions):
    """Take permissions from the built-in groups, so that only own groups grant them."""
    everybody = UserGroupPermission.group_id.in_(select(UserGroup.id).where(UserGroup.kind != "own"))
    named = UserGroupPermission.permission.in_(permissions)
    await session.execute(UserGroupPermission.__table__.delete().where(everybody, named))


async def unclaim(session, user):
    """The account as nobody has claimed it yet."""
    user.claimed_at = user.password_hash = None
    await session.flush()


async def members_of(session, group):
    """Who is in the group: number to whether only by its rule."""
    rows = select(UserGroupMember.user_id, UserGroupMember.by_rule).where(
        UserGroupMember.group_id == group.id
    )
    return {row.user_id: row.by_rule for row in await session.execute(rows)}
