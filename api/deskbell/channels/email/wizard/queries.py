"""Reading tests of mailboxes; one that nothing came of in time reads as failed."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.mailboxes.models import Mailbox, MailboxPolling
from deskbell.channels.email.wizard.models import MailSelfTest, SelfTestState, Step, StepState
from deskbell.channels.email.wizard.schemas import SelfTestRead, SelfTestStep
from deskbell.channels.email.wizard.servers.finding import Obstacle
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound

SHOWN: Final = 20
TO_SEND: Final = timedelta(minutes=2)
TO_ARRIVE: Final = timedelta(minutes=5)
TRUSTED: Final = "pass"

_TESTS: Final = (
    select(
        MailSelfTest.__table__,
        Mailbox.imap_host,
        Mailbox.imap_folder,
        Mailbox.address,
        MailboxPolling.error.label("polling_error"),
    )
    .join(Mailbox, Mailbox.id == MailSelfTest.mailbox_id)
    .outerjoin(MailboxPolling, MailboxPolling.mailbox_id == Mailbox.id)
)
_ORDER: Final = tuple(Step)


def may(actor: Actor) -> ColumnElement[bool]:
    """Which tests an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def tests_of(connection: AsyncConnection, actor: Actor, mailbox_id: int) -> list[SelfTestRead]:
    """The last tests of a mailbox, the newest first."""
    statement = _TESTS.where(may(actor), MailSelfTest.mailbox_id == mailbox_id)
    rows = await connection.execute(statement.order_by(MailSelfTest.id.desc()).limit(SHOWN))
    return [_read(row) for row in rows.mappings()]


async def one_test(
    connection: AsyncConnection | AsyncSession, actor: Actor, mailbox_id: int, self_test_id: int
) -> SelfTestRead:
    """One test of a mailbox. Raises `NotFound`."""
    where = (may(actor), MailSelfTest.mailbox_id == mailbox_id, MailSelfTest.id == self_test_id)
    row = (await connection.execute(_TESTS.where(*where))).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _read(row)


def is_over(state: str, started_at: datetime, sent_at: datetime | None) -> bool:
    """Whether nothing is waited for any more."""
    now = datetime.now(UTC)
    if state == SelfTestState.connecting:
        return now - started_at > TO_SEND
    return state != SelfTestState.sent or now - (sent_at or started_at) > TO_ARRIVE


def _read(row: RowMapping) -> SelfTestRead:
    state, obstacle, says = SelfTestState(row["state"]), row["obstacle"], row["says"]
    late = state in {SelfTestState.connecting, SelfTestState.sent} and is_over(
        state, row["started_at"], row["sent_at"]
    )
    if late:
        says = _why_late(row)
        obstacle = Obstacle.not_sent if state is SelfTestState.connecting else Obstacle.not_found
    elif state is SelfTestState.connecting:
        says = "The helpdesk connects to the outgoing server."
    elif state is SelfTestState.sent:
        says = "The outgoing server took the mail. Now it has to arrive; that may take a few minutes."
    return SelfTestRead(
        id=row["id"],
        mailbox_id=row["mailbox_id"],
        state=SelfTestState.failed if late else state,
        steps=_steps(row, failed=late or state is SelfTestState.failed),
        obstacle=obstacle,
        says=says,
        trusted=None if row["standing"] is None else row["standing"] == TRUSTED,
        started_at=row["started_at"],
        sent_at=row["sent_at"],
        ended_at=row["ended_at"],
    )


def _steps(row: RowMapping, *, failed: bool) -> list[SelfTestStep]:
    found = row["ended_at"] if row["state"] == SelfTestState.found else None
    moments = dict(zip(_ORDER, (row["connected_at"], row["sent_at"], found), strict=True))
    current = next((step for step in _ORDER if moments[step] is None), None)
    at_work = StepState.failed if failed else StepState.working
    return [
        SelfTestStep(
            step=step,
            state=StepState.done if moment else at_work if step is current else StepState.waiting,
            at=moment,
        )
        for step, moment in moments.items()
    ]


def _why_late(row: RowMapping) -> str:
    """What to look at when nothing came of a test in time."""
    if row["state"] == SelfTestState.connecting:
        return "The mail was not sent in time: the helpdesk's worker is not running, or overloaded."
    if row["imap_host"] is None:
        domain = row["address"].rpartition("@")[2]
        return (
            f"The mail was sent, and did not arrive by SMTP. Mail to {domain} has to be delivered to this "
            "helpdesk: by the domain's MX record, or forwarded by your mail server. Or enter an IMAP server."
        )
    if row["polling_error"]:
        return f"The mail was sent, but the mailbox can't be read: {row['polling_error']}"
    return (
        f"The mail was sent, and did not arrive in the folder {row['imap_folder']} in time. Look for it in "
        "other folders, such as spam: a rule of your provider may move it. It may also still be on its way."
    )
