"""The connect wizard over the API: providers, records of a domain, checks of servers, tests both ways."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request

from deskbell.channels.email.composing.dkim_keys import DkimKey, load_or_create_dkim_key
from deskbell.channels.email.mailboxes.queries import one_mailbox, whole_mailbox
from deskbell.channels.email.wizard import queries
from deskbell.channels.email.wizard.actions.start import start_self_test
from deskbell.channels.email.wizard.checking import checker_of
from deskbell.channels.email.wizard.guessing import guess_provider
from deskbell.channels.email.wizard.presets import PRESETS
from deskbell.channels.email.wizard.problems import MailboxDisabled, NoDomain, SelfTestRunning
from deskbell.channels.email.wizard.records.checking import check_records
from deskbell.channels.email.wizard.schemas import (
    DnsRecordRead,
    MailProviderGuess,
    MailProviderRead,
    MailServerCheck,
    MailServerCheckRead,
    SelfTestRead,
    guess_read,
    provider_read,
    record_read,
    server_try_read,
)
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotFound, ProblemError, problems
from deskbell.kit.domain_names import plain_domain

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["mail"])

CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]
CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
WhoseMail = Annotated[
    str,
    Query(max_length=254, description="An address or its domain.", examples=["support@example.org"]),
]


@router.get("/mail-providers")
async def list_mail_providers(_actor: CanView) -> Page[MailProviderRead]:
    """Providers whose servers are known, and what each of them needs; the last one stands for all others."""
    return whole([provider_read(each) for each in PRESETS])


@router.get("/mail-providers/guess", responses=problems(NoDomain))
async def get_mail_provider_guess(address: WhoseMail, _actor: CanView, request: Request) -> MailProviderGuess:
    """Guess the provider of an address, by its domain or by the mail servers that this names."""
    return guess_read(await guess_provider(_domain_of(address), request.app.state.resolver))


@router.get("/mail-dns-records", responses=problems(NoDomain))
async def list_mail_dns_records(
    address: WhoseMail,
    _actor: CanView,
    request: Request,
    smtp_host: Annotated[
        str | None, Query(max_length=253, description="The server that will send its mail.")
    ] = None,
) -> Page[DnsRecordRead]:
    """What an address's domain has to publish (SPF, DKIM, DMARC), looked up now. For a mailbox to be made."""
    return await _records(request, _domain_of(address), smtp_host and plain_domain(smtp_host))


@router.get("/mailboxes/{mailbox_id}/dns-records", responses=problems(NotFound))
async def list_mailbox_dns_records(
    mailbox_id: PathId, actor: CanView, reader: Reader, request: Request
) -> Page[DnsRecordRead]:
    """What a mailbox's domain has to publish (SPF, DKIM, DMARC), looked up now, and how each stands."""
    mailbox = await one_mailbox(reader, actor, mailbox_id)
    settings: Settings = request.app.state.settings
    host = mailbox.smtp.host if mailbox.smtp else settings.smtp_host
    return await _records(request, _domain_of(mailbox.address), host and plain_domain(host))


@router.post("/mail-server-checks", responses=problems(NotFound))
async def create_mail_server_check(
    body: MailServerCheck, actor: CanChange, request: Request
) -> MailServerCheckRead:
    """Connect to mail servers and log in, before they are saved or after; nothing is sent or changed."""
    state = request.app.state
    mailbox = None
    if body.mailbox_id is not None:
        async with state.database.session() as session:
            mailbox = await whole_mailbox(session, actor, body.mailbox_id)
    sends, receives = await checker_of(state).both(mailbox, body.smtp, body.incoming)
    return MailServerCheckRead(smtp=server_try_read(sends), incoming=server_try_read(receives))


@router.post(
    "/mailboxes/{mailbox_id}/self-tests",
    status_code=201,
    responses=problems(NotFound, MailboxDisabled, SelfTestRunning),
)
async def create_mailbox_self_test(mailbox_id: PathId, actor: CanChange, session: Session) -> SelfTestRead:
    """Have the mailbox send a mail to itself and find it; read the answer's address again for its steps."""
    number = await start_self_test(session, actor, mailbox_id)
    return await queries.one_test(session, actor, mailbox_id, number)


@router.get("/mailboxes/{mailbox_id}/self-tests", responses=problems(NotFound))
async def list_mailbox_self_tests(mailbox_id: PathId, actor: CanView, reader: Reader) -> Page[SelfTestRead]:
    """The last tests of a mailbox, the newest first."""
    await one_mailbox(reader, actor, mailbox_id)
    return whole(await queries.tests_of(reader, actor, mailbox_id))


@router.get("/mailboxes/{mailbox_id}/self-tests/{self_test_id}", responses=problems(NotFound))
async def get_mailbox_self_test(
    mailbox_id: PathId, self_test_id: PathId, actor: CanView, reader: Reader
) -> SelfTestRead:
    """How far a test has come: connecting, sent, found or failed, and what to do."""
    return await queries.one_test(reader, actor, mailbox_id, self_test_id)


async def _records(request: Request, domain: str, smtp_host: str | None) -> Page[DnsRecordRead]:
    state = request.app.state
    key: DkimKey = await asyncio.to_thread(load_or_create_dkim_key, state.settings.secrets_dir)
    found = await check_records(domain, smtp_host, key, state.resolver)
    return whole([record_read(each) for each in found])


def _domain_of(address: str) -> str:
    domain = plain_domain(address.strip().rpartition("@")[2])
    if domain is None:
        message = "Give an address such as support@example.org, or its domain."
        raise NoDomain(errors=[ProblemError(pointer="?address", message=message)])
    return domain
