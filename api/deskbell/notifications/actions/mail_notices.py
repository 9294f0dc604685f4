"""The same news by mail, for those who want it: in the transaction that tells them, so exactly once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order import To, Wanted, order_all
from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.prepared import Prepared
from deskbell.core.rate_limits import hit
from deskbell.notifications.queries import SYSTEM, system_whom_to_mail

MOST: Final = 60
WINDOW: Final = timedelta(hours=1)
_WHOM: Final = Prepared(system_whom_to_mail())


async def mail_notices(session: AsyncSession, notification_ids: Sequence[int]) -> None:
    """Order a mail for each of these notifications that is wanted by mail; at most 60 an hour for one person.

    What is beyond that stands at the bell only.
    """
    mails = []
    connection = await session.connection()
    for row in await _WHOM.all(session, {"notification_ids": list(notification_ids)}):
        person = row["user_id"]
        if not (await hit(connection, f"mail:notices:{person}", MOST, WINDOW)).allowed:
            continue
        notice = Wanted(
            MailKind.notice,
            [To(row["address"], row["name"])],
            f"notice:{person}",
            row["ticket_id"],
            row["message_id"],
            person,
            ordered_by_id=row["actor_id"],
        )
        mails.append((replace(SYSTEM, cause_event_id=row["event_id"]), notice))
    await order_all(session, mails)
