"""What follows from events (event -> handler, in the order in which it is done), and from the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails import jobs as account_mails
from deskbell.channels.email.inbound.actions.purge import purge_inbound
from deskbell.channels.email.outbox import jobs as outbox
from deskbell.channels.email.outbox.actions.order_receipt import has_no_receipt
from deskbell.channels.email.outbox.actions.order_replies import mails_nobody
from deskbell.channels.email.outbox.actions.purge import purge_outgoing
from deskbell.channels.email.outbox.desk import open_desk
from deskbell.channels.email.registrations import jobs as registrations
from deskbell.channels.email.sign_ins.access import AccessTokens
from deskbell.channels.email.wizard.actions.start import SEND_JOB
from deskbell.channels.email.wizard.self_testing import run_self_test
from deskbell.core import idempotency, rate_limits
from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.jobs import Job, enqueue, schedule
from deskbell.core.outbound import Outbound
from deskbell.core.storage import open_storage
from deskbell.events import purging as events
from deskbell.events.reading import LoggedEvent
from deskbell.events.subscribing import Projection, Reaction, Subscribers
from deskbell.files.actions.sweep import sweep as sweep_files
from deskbell.notifications import jobs as notifications
from deskbell.oauth.sweeping import sweep_codes
from deskbell.organizations.events import OrganizationInvited
from deskbell.sessions.sweeping import sweep_sessions
from deskbell.tickets import jobs as tickets
from deskbell.tickets.events import TicketAssigneeChanged, TicketCreated, TicketMessageAdded, TicketNoteAdded
from deskbell.tickets.messages.partitions import add_partitions
from deskbell.tickets.people.actions.export import EXPORT_JOB, write_export
from deskbell.tickets.projections import COUNTED, count_open
from deskbell.user_groups import jobs as user_groups
from deskbell.users.contacts.events import UserAddressRemoved
from deskbell.users.events import (
    UserAddressVerified,
    UserChanged,
    UserCreated,
    UserLevelChanged,
    UserMerged,
    UserMergeUndone,
    UserMessageKept,
    UserRegistered,
)
from deskbell.webhooks import jobs as webhooks
from deskbell.webhooks.projection import order_deliveries

PURGE_MAIL = "mail.purge"
ASKED_BY_RULES = (
    UserCreated,
    UserChanged,
    UserAddressVerified,
    UserAddressRemoved,
    UserMerged,
    UserMergeUndone,
)
"""What changes what the rules of groups ask of a person."""
TOLD_TO_ASSIGNEES = (TicketAssigneeChanged, TicketMessageAdded, TicketNoteAdded)


def _by_staff(event: LoggedEvent) -> bool:
    return bool(event.data.get("by_staff"))


SUBSCRIBERS = Subscribers(
    projections=(Projection(COUNTED, count_open), Projection(None, order_deliveries)),
    reactions=(
        Reaction((UserLevelChanged,), tickets.release),
        Reaction((TicketMessageAdded,), tickets.release_when_answered, unless=_by_staff),
        Reaction(ASKED_BY_RULES, user_groups.follow_people),
        Reaction(TOLD_TO_ASSIGNEES, notifications.notify_assignee),
        Reaction((TicketMessageAdded,), outbox.order_replies, unless=mails_nobody),
        Reaction((UserMessageKept, UserRegistered), registrations.take_up_kept),
        Reaction((TicketCreated,), outbox.order_receipt, unless=has_no_receipt),
        Reaction((OrganizationInvited,), account_mails.order_organization_invitations),
    ),
)


def schedule_sweeps(settings: Settings) -> None:
    """Register what the clock starts: forgetting what is old. Times are UTC."""
    storage = open_storage(settings)

    async def sweep_unused_files(session: AsyncSession) -> None:
        await sweep_files(session, storage)

    async def purge_mail(session: AsyncSession) -> None:
        more = [await purge(session, settings.mail_retention) for purge in (purge_inbound, purge_outgoing)]
        if any(more):
            await enqueue(session, PURGE_MAIL, queueing_lock=PURGE_MAIL)

    schedule(Job(PURGE_MAIL, purge_mail, cron="37 * * * *"))

    async def send_self_test(database: Database, outbound: Outbound, *, self_test_id: int) -> None:
        desk = open_desk(settings)
        tokens = AccessTokens(database, outbound, desk.sealer, settings.mail_sign_in_urls)
        await run_self_test(database, desk, tokens, self_test_id)

    async def export_person(session: AsyncSession, *, export_id: int) -> None:
        await write_export(session, storage, export_id)

    schedule(Job(EXPORT_JOB, export_person))
    schedule(Job(SEND_JOB, send_self_test, retries=1, outside=True))
    schedule(webhooks.purge)
    schedule(Job("files.sweep", sweep_unused_files, cron="*/30 * * * *"))
    schedule(Job("search.add_partitions", add_partitions, cron="7 2 * * *"))
    schedule(Job("idempotency.purge", idempotency.purge, cron="17 * * * *"))
    schedule(Job("rate_limits.purge", rate_limits.purge, cron="23 * * * *"))
    schedule(Job("sessions.sweep", sweep_sessions, cron="41 3 * * *"))
    schedule(Job("oauth.sweep_codes", sweep_codes, cron="29 4 * * *"))
    schedule(Job("events.purge", events.purge, cron="11 * * * *"))
