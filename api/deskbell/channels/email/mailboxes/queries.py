"""Reading mailboxes."""

from sqlalchemy import ColumnElement, bindparam, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import String

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxRead, SmtpRead
from deskbell.channels.email.sending.server import Security
from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound

_PLAIN = (
    "id",
    "address",
    "name",
    "department_id",
    "priority_id",
    "type_id",
    "language",
    "enabled",
    "trusted_servers",
    "created_at",
    "version",
)
_TAKES_MAIL = Prepared(
    select(Mailbox.id).where(
        func.lower(Mailbox.address) == func.lower(bindparam("address", type_=String)), Mailbox.enabled
    )
)


def may(actor: Actor) -> ColumnElement[bool]:
    """Which mailboxes an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def all_mailboxes(connection: AsyncConnection, actor: Actor) -> list[MailboxRead]:
    """Every mailbox, by address."""
    rows = await connection.execute(select(Mailbox.__table__).where(may(actor)).order_by(Mailbox.address))
    return [read(Mailbox(**row)) for row in rows.mappings()]


async def one_mailbox(
    connection: AsyncConnection | AsyncSession, actor: Actor, mailbox_id: int
) -> MailboxRead:
    """One mailbox. Raises `NotFound`."""
    statement = select(Mailbox.__table__).where(may(actor), Mailbox.id == mailbox_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return read(Mailbox(**row))


def read(mailbox: Mailbox) -> MailboxRead:
    """A mailbox as it is answered."""
    smtp = None
    if mailbox.smtp_host is not None:
        smtp = SmtpRead(
            host=mailbox.smtp_host,
            port=mailbox.smtp_port or 0,
            security=Security(mailbox.smtp_security or "none"),
            username=mailbox.smtp_username,
            password_is_set=mailbox.smtp_password_sealed is not None,
            private=mailbox.smtp_private,
        )
    plain = {name: getattr(mailbox, name) for name in _PLAIN}
    return MailboxRead(**plain, signature=mailbox.closing_html, smtp=smtp)


async def system_mailbox_for_update(session: AsyncSession, mailbox_id: int) -> Mailbox | None:
    """A mailbox as it is now, locked against other changes."""
    return await session.get(Mailbox, mailbox_id, with_for_update=True, populate_existing=True)


async def system_mailbox_of(source: Source, address: str) -> int | None:
    """The enabled mailbox that has this address, however it is capitalized."""
    row = await _TAKES_MAIL.one_or_none(source, {"address": address})
    return None if row is None else int(row["id"])


async def system_mailboxes(session: AsyncSession) -> dict[int, Mailbox]:
    """Every mailbox by number; there are few."""
    return {mailbox.id: mailbox for mailbox in await session.scalars(select(Mailbox))}
