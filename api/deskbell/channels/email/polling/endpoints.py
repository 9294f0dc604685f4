"""Polls of mailboxes over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.channels.email.mailboxes.queries import one_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxRead
from deskbell.channels.email.polling.actions.ask import ask_for_poll
from deskbell.channels.email.polling.problems import MailboxNotPolled
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.problems import NotFound, problems

router = APIRouter(prefix="/v1/mailboxes", route_class=IdempotentRoute, tags=["mail"])

CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.post("/{mailbox_id}/polls", status_code=202, responses=problems(NotFound, MailboxNotPolled))
async def create_mailbox_poll(mailbox_id: PathId, actor: CanChange, session: Session) -> MailboxRead:
    """Have the mail of a mailbox fetched now, whatever pause it is in after a failure.

    A worker does it within seconds; it is done when `polling.asked_at` is null again.
    """
    await one_mailbox(session, actor, mailbox_id)
    await ask_for_poll(session, actor, mailbox_id)
    return await one_mailbox(session, actor, mailbox_id)
