"""Reading mailboxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, func, literal_column, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import String

from deskbell.channels.email.imap.server import PORTS, AfterTaking
from deskbell.channels.email.mailboxes.models import Mailbox, MailboxPolling
from deskbell.channels.email.mailboxes.schemas import (
    IncomingRead,
    MailboxRead,
    MailboxSignIn,
    PollingRead,
    SmtpRead,
)
from deskbell.channels.email.sending.server import Security
from deskbell.channels.email.sign_ins.models import MailGrant, SignInState
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
    "sign_in_with",
    "size_limit",
    "created_at",
    "version",
)
_TAKES_MAIL = Prepared(
    select(Mailbox.id, Mailbox.size_limit, Mailbox.trusted_servers).where(
        func.lower(Mailbox.address) == func.lower(bindparam("address", type_=String)), Mailbox.enabled
    )
)
_OF_DOMAIN = Prepared(
    select(Mailbox.id, Mailbox.size_limit, Mailbox.trusted_servers)
    .where(
        func.lower(func.substring(Mailbox.address, "[^@]*$"))
        == func.lower(bindparam("domain", type_=String)),
        Mailbox.enabled,
    )
    .order_by(Mailbox.id)
    .limit(literal_column("1"))
)
_WITH_STANDING = (
    select(
        Mailbox.__table__,
        *(MailboxPolling.__table__.c[name] for name in PollingRead.model_fields),
        MailGrant.state.label("grant_state"),
        MailGrant.account.label("grant_account"),
        MailGrant.problem.label("grant_problem"),
        MailGrant.signed_in_at.label("grant_signed_in_at"),
    )
    .outerjoin(MailboxPolling, MailboxPolling.mailbox_id == Mailbox.id)
    .outerjoin(MailGrant, MailGrant.mailbox_id == Mailbox.id)
)


def may(actor: Actor) -> ColumnElement[bool]:
    """Which mailboxes an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def all_mailboxes(connection: AsyncConnection, actor: Actor) -> list[MailboxRead]:
    """Every mailbox, by address."""
    rows = await connection.execute(_WITH_STANDING.where(may(actor)).order_by(Mailbox.address))
    return [_read(dict(row)) for row in rows.mappings()]


async def one_mailbox(
    connection: AsyncConnection | AsyncSession, actor: Actor, mailbox_id: int
) -> MailboxRead:
    """One mailbox. Raises `NotFound`."""
    statement = _WITH_STANDING.where(may(actor), Mailbox.id == mailbox_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _read(dict(row))


async def whole_mailbox(session: AsyncSession, actor: Actor, mailbox_id: int) -> Mailbox:
    """One mailbox with what is never answered, to connect to its servers. Raises `NotFound`."""
    statement = select(Mailbox).where(may(actor), Mailbox.id == mailbox_id)
    mailbox = await session.scalar(statement)
    if mailbox is None:
        raise NotFound
    return mailbox


def _read(row: Mapping[str, Any]) -> MailboxRead:
    """A mailbox as it is answered."""
    smtp = None
    if row["smtp_host"] is not None:
        smtp = SmtpRead(
            host=row["smtp_host"],
            port=row["smtp_port"] or 0,
            security=Security(row["smtp_security"] or "none"),
            username=row["smtp_username"],
            password_is_set=row["smtp_password_sealed"] is not None,
            private=row["smtp_private"],
        )
    sign_in = None
    if row["sign_in_with"] is not None:
        sign_in = MailboxSignIn(
            state=SignInState(row["grant_state"] or SignInState.missing),
            account=row["grant_account"],
            problem=row["grant_problem"] or "",
            signed_in_at=row["grant_signed_in_at"],
        )
    polling = None
    if row["next_at"] is not None:
        polling = PollingRead(**{name: row[name] for name in PollingRead.model_fields})
    plain = {name: row[name] for name in _PLAIN}
    return MailboxRead(
        **plain,
        signature=row["closing_html"],
        smtp=smtp,
        incoming=_incoming(row),
        polling=polling,
        sign_in=sign_in,
    )


def _incoming(row: Mapping[str, Any]) -> IncomingRead | None:
    if row["imap_host"] is None:
        return None
    security = Security(row["imap_security"] or "tls")
    return IncomingRead(
        kind="imap",
        host=row["imap_host"],
        port=row["imap_port"] or PORTS[security],
        security=security,
        username=row["imap_username"],
        password_is_set=row["imap_password_sealed"] is not None,
        private=row["imap_private"],
        folder=row["imap_folder"],
        after=AfterTaking(row["imap_after"]),
        move_to=row["imap_move_to"],
        existing=row["imap_existing"],
    )


async def system_mailbox_for_update(session: AsyncSession, mailbox_id: int) -> Mailbox | None:
    """A mailbox as it is now, locked against other changes."""
    return await session.get(Mailbox, mailbox_id, with_for_update=True, populate_existing=True)


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """An enabled mailbox: the most bytes of a mail to it, and whether those who send connect to us."""

    id: int
    size_limit: int | None
    direct: bool


async def system_mailbox_of(source: Source, address: str) -> OpenMailbox | None:
    """The enabled mailbox that has this address, however it is capitalized."""
    return _open(await _TAKES_MAIL.one_or_none(source, {"address": address}))


async def system_postmaster_of(source: Source, domain: str) -> OpenMailbox | None:
    """Who gets mail to a domain's postmaster: its oldest mailbox that is enabled (RFC 5321, 4.5.1)."""
    return _open(await _OF_DOMAIN.one_or_none(source, {"domain": domain}))


def _open(row: Mapping[str, Any] | None) -> OpenMailbox | None:
    return None if row is None else OpenMailbox(row["id"], row["size_limit"], not row["trusted_servers"])


async def system_mailboxes(session: AsyncSession) -> dict[int, Mailbox]:
    """Every mailbox by number; there are few."""
    return {mailbox.id: mailbox for mailbox in await session.scalars(select(Mailbox))}
