"""Banning."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.events import MailBanCreated
from deskbell.channels.email.bans.models import BanKind, MailBan
from deskbell.channels.email.bans.problems import BanExists, OwnAddressBanned
from deskbell.channels.email.bans.schemas import MailBanCreate
from deskbell.channels.email.mailboxes.queries import system_mailboxes
from deskbell.core.auth import Actor
from deskbell.events.record import record


async def create_ban(session: AsyncSession, actor: Actor, body: MailBanCreate) -> MailBan:
    """Take no more mail from there. Raises `BanExists`, `OwnAddressBanned`."""
    await _refuse_own(session, body)
    row = insert(MailBan).values(body.model_dump(mode="python"))
    same = ["kind", "value"]
    made: MailBan | None = await session.scalar(
        row.on_conflict_do_nothing(index_elements=same).returning(MailBan)
    )
    if made is None:
        raise BanExists("Change the one that is there.")
    await record(session, actor, MailBanCreated(mail_ban_id=made.id))
    return made


async def _refuse_own(session: AsyncSession, body: MailBanCreate) -> None:
    """An address of ours can't be meant; its domain can, for its people may be told otherwise."""
    if body.kind is not BanKind.address:
        return
    mailboxes = await system_mailboxes(session)
    if body.value in {mailbox.address.lower() for mailbox in mailboxes.values()}:
        raise OwnAddressBanned("Mail that says to be from it is held anyway.")
