"""App registrations and signing in at a provider, over the API."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, status
from starlette.responses import RedirectResponse

from deskbell.channels.email.mailboxes.queries import one_mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxRead
from deskbell.channels.email.sign_ins import queries
from deskbell.channels.email.sign_ins.actions.begin import begin_sign_in
from deskbell.channels.email.sign_ins.actions.remove_app import remove_mail_app as remove
from deskbell.channels.email.sign_ins.actions.set_app import set_mail_app as set_app
from deskbell.channels.email.sign_ins.actions.sign_out import sign_out
from deskbell.channels.email.sign_ins.finishing import Counter, finish_sign_in
from deskbell.channels.email.sign_ins.models import AppProvider
from deskbell.channels.email.sign_ins.problems import (
    ConsentNotValid,
    ConsentRefused,
    MailAppMissing,
    MailAppSecretMissing,
    NoSignInNeeded,
    ProviderUnreachable,
)
from deskbell.channels.email.sign_ins.schemas import MailAppRead, MailAppWrite, SignInFinish, SignInOrder
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotFound, problems

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]
Anybody = Annotated[Actor, requires(Act.sign_in, scope="guest")]

CALLBACK: Final = "/v1/mail-sign-ins/callback"
RETURN_PAGE: Final = "/admin/mail/signed-in"
NO_ACCESS: Final = "access_denied"


@router.get("/mail-apps")
async def list_mail_apps(actor: CanView, reader: Reader, request: Request) -> Page[MailAppRead]:
    """Each provider that one signs in at, with the helpdesk's registration there."""
    return whole(await queries.all_apps(reader, actor, _callback_url(request)))


@router.get("/mail-apps/{provider}")
async def get_mail_app(
    provider: AppProvider, actor: CanView, reader: Reader, request: Request
) -> MailAppRead:
    """The helpdesk's registration with one provider."""
    return await queries.one_app(reader, actor, provider, _callback_url(request))


@router.put("/mail-apps/{provider}", responses=problems(MailAppSecretMissing))
async def set_mail_app(
    provider: AppProvider, body: MailAppWrite, actor: CanChange, session: Session, request: Request
) -> MailAppRead:
    """Enter a registration. With another client ID or tenant, mailboxes have to be signed in for again."""
    await set_app(session, actor, provider, body, request.app.state.sealer)
    return await queries.one_app(session, actor, provider, _callback_url(request))


@router.delete("/mail-apps/{provider}", status_code=204, responses=problems(NotFound))
async def remove_mail_app(provider: AppProvider, actor: CanChange, session: Session) -> None:
    """Forget a registration and its secret; the helpdesk's access to that provider's mailboxes ends."""
    await remove(session, actor, provider)


@router.post(
    "/mailboxes/{mailbox_id}/sign-ins",
    status_code=201,
    responses=problems(NotFound, NoSignInNeeded, MailAppMissing, ConsentNotValid),
)
@keeps_no_answer
async def create_mailbox_sign_in(
    mailbox_id: PathId, actor: CanChange, session: Session, request: Request
) -> SignInOrder:
    """Begin to sign in at the mailbox's provider: open the answer's address, and come back in 10 minutes."""
    state = request.app.state
    urls = state.settings.mail_sign_in_urls
    return await begin_sign_in(session, actor, mailbox_id, state.sealer, urls, _callback_url(request))


@router.get("/mail-sign-ins/callback", status_code=303, response_class=RedirectResponse)
async def get_mail_sign_in_callback(
    _actor: Anybody,
    request: Request,
    state: Annotated[str | None, Query(max_length=100, description="As it was given.")] = None,
    code: Annotated[str | None, Query(max_length=4096, description="What it is exchanged for.")] = None,
    error: Annotated[str | None, Query(max_length=100, description="Why there is none.")] = None,
) -> RedirectResponse:
    """Where providers send the browser back to. It changes nothing and hands on to a page of ours.

    There the admin's session finishes, by `POST /v1/mail-sign-ins`. What came stands behind the page's `#`.
    """
    given = {"state": state, "code": code} if state and code else {"error": error or NO_ACCESS}
    target = (
        f"{_base_url(request)}{RETURN_PAGE}#{urlencode({key: value or '' for key, value in given.items()})}"
    )
    return RedirectResponse(target, status.HTTP_303_SEE_OTHER)


@router.post(
    "/mail-sign-ins",
    status_code=201,
    responses=problems(ConsentNotValid, ConsentRefused, ProviderUnreachable),
)
async def create_mail_sign_in(body: SignInFinish, actor: CanChange, request: Request) -> MailboxRead:
    """Finish signing in, in the session that began; works once. Answers with the mailbox."""
    state = request.app.state
    urls = state.settings.mail_sign_in_urls
    counter = Counter(state.database, state.outbound, state.sealer, urls, _callback_url(request))
    mailbox_id = await finish_sign_in(counter, actor, body)
    async with state.database.reader() as connection:
        return await one_mailbox(connection, actor, mailbox_id)


@router.delete("/mailboxes/{mailbox_id}/sign-in", status_code=204, responses=problems(NotFound))
async def remove_mailbox_sign_in(mailbox_id: PathId, actor: CanChange, session: Session) -> None:
    """Forget the access to a mailbox. The provider lists the app until the owner removes it there."""
    await sign_out(session, actor, mailbox_id)


def _base_url(request: Request) -> str:
    """The configured address; never the one that the request was made for (T75)."""
    settings: Settings = request.app.state.settings
    return settings.base_url


def _callback_url(request: Request) -> str:
    return f"{_base_url(request)}{CALLBACK}"
