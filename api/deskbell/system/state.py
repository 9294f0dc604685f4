"""Looking up how the helpdesk fares."""

import platform
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

import deskbell
from deskbell.channels.email.inbound.queries import waiting_inbound
from deskbell.channels.email.mailboxes.queries import all_mailboxes
from deskbell.channels.email.outbox.status import status_of
from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.config import Settings
from deskbell.core.revisions import newest_revision
from deskbell.system import queries
from deskbell.system.findings import findings_of
from deskbell.system.schemas import MailHealth, StorageRead, SystemProcesses, SystemRead, SystemVersions


async def state_of_system(
    connection: AsyncConnection, actor: Actor, settings: Settings, started_at: datetime
) -> SystemRead:
    """Everything at one moment; nothing outside of database and disk is asked."""
    facts = await queries.database_facts(connection, actor)
    found = SystemRead(
        at=facts["at"],
        findings=[],
        versions=_versions(facts),
        processes=SystemProcesses(
            started_at=started_at,
            api_processes=settings.api_processes,
            workers=facts["workers"],
            worker_seen_at=facts["worker_seen_at"],
        ),
        jobs=await queries.job_queue(connection, actor),
        readers=await queries.event_readers(connection, actor),
        parked=await queries.parked_events(connection, actor),
        parked_total=facts["parked"],
        storage=_storage(facts["bytes"], settings.data_dir),
        mail=await _mail(connection, actor, settings),
    )
    return found.model_copy(update={"findings": findings_of(found)})


def _versions(facts: Members) -> SystemVersions:
    return SystemVersions(
        deskbell=deskbell.__version__,
        python=platform.python_version(),
        postgresql=facts["postgresql"].split(" ")[0],
        revision=facts["revision"],
        revision_needed=newest_revision(),
    )


def _storage(database_bytes: int, data_dir: Path) -> StorageRead:
    try:
        usage = shutil.disk_usage(data_dir)
    except OSError:
        return StorageRead(database_bytes=database_bytes, data_free_bytes=None, data_total_bytes=None)
    return StorageRead(
        database_bytes=database_bytes, data_free_bytes=usage.free, data_total_bytes=usage.total
    )


async def _mail(connection: AsyncConnection, actor: Actor, settings: Settings) -> MailHealth:
    mailboxes = [each for each in await all_mailboxes(connection, actor) if each.enabled]
    received = await waiting_inbound(connection, actor)
    outgoing = await status_of(connection, actor, settings)
    return MailHealth(
        received_waiting=received["waiting"],
        oldest_received_at=received["oldest"],
        held=received["held"],
        unreadable=received["unreadable"],
        mailboxes=len(mailboxes),
        failing_mailbox_ids=[
            each.id for each in mailboxes if each.polling is not None and each.polling.error is not None
        ],
        sends=outgoing.sends,
        outgoing_waiting=outgoing.waiting,
        outgoing_deferred=outgoing.deferred,
        outgoing_uncertain=outgoing.uncertain,
        outgoing_failed=outgoing.failed,
    )
