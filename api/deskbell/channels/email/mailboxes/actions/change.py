"""Changing a mailbox."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.actions.choices import refuse_unknown
from deskbell.channels.email.mailboxes.actions.incoming import poll_anew, set_incoming
from deskbell.channels.email.mailboxes.actions.server import set_server
from deskbell.channels.email.mailboxes.events import Field, MailboxChanged
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.queries import system_mailbox_for_update
from deskbell.channels.email.mailboxes.schemas import MailboxUpdate
from deskbell.channels.email.sign_ins.models import MailGrant
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.core.sealing import Sealer
from deskbell.events.record import record
from deskbell.kit.html import clean
from deskbell.users.actions.reserve_address import release_address, reserve_address

PLAIN: tuple[Field, ...] = (
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
)
MAY_BE_NULL = frozenset({"priority_id", "type_id", "sign_in_with", "size_limit"})


async def change_mailbox(
    session: AsyncSession,
    actor: Actor,
    mailbox_id: int,
    body: MailboxUpdate,
    seen: int | None,
    sealer: Sealer,
) -> Mailbox:
    """Change what the body names. Raises `NotFound`, `StaleVersion`, `AddressTaken`, `UnknownChoice`."""
    mailbox = as_seen(await system_mailbox_for_update(session, mailbox_id), seen)
    wanted = _wanted(body)
    await refuse_unknown(session, wanted)
    if str(wanted.get("address", mailbox.address)).lower() != mailbox.address.lower():
        await release_address(session, mailbox.address)
        await reserve_address(session, wanted["address"])
    changed: list[Field] = [
        name for name in PLAIN if name in wanted and getattr(mailbox, name) != wanted[name]
    ]
    for name in changed:
        setattr(mailbox, name, wanted[name])
    if body.signature is not None and (closing := clean(body.signature).html) != mailbox.closing_html:
        mailbox.closing_html = closing
        changed.append("signature")
    if "sign_in_with" in changed:
        await session.execute(delete(MailGrant).where(MailGrant.mailbox_id == mailbox.id))
    if "smtp" in body.model_fields_set and set_server(mailbox, body.smtp, sealer):
        changed.append("smtp")
    if "incoming" in body.model_fields_set and await set_incoming(session, mailbox, body.incoming, sealer):
        changed.append("incoming")
    elif {"enabled", "sign_in_with"} & {*changed}:
        await poll_anew(session, mailbox)
    if changed:
        mailbox.version += 1
        mailbox.updated_at = datetime.now(UTC)
        await session.flush()
        fact = MailboxChanged(mailbox_id=mailbox.id, version=mailbox.version, fields=changed)
        await record(session, actor, fact)
    return mailbox


def _wanted(body: MailboxUpdate) -> dict[str, Any]:
    given = body.model_dump(exclude={"signature", "smtp", "incoming"}, exclude_unset=True)
    return {name: value for name, value in given.items() if value is not None or name in MAY_BE_NULL}
