"""`/account/…`: where the links of account mails lead. The secret comes behind the `#`, and goes in a form.

So it stands in no address that is logged, and in no Referer (T26). A script of five lines moves it there;
without scripts a person pastes the link.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from deskbell.channels.email.account_mails import jobs
from deskbell.channels.email.account_mails.actions.use import claim_account, prove_address
from deskbell.channels.email.account_mails.limits import count_link, count_order
from deskbell.channels.email.pages.rendering import answer
from deskbell.core.auth import Level
from deskbell.core.jobs import enqueue
from deskbell.core.pages import form_of, reader_language, text_in
from deskbell.core.problems import Problem, TooManyRequests
from deskbell.sessions.actions.reset_password import reset_password
from deskbell.sessions.browser import browser_of
from deskbell.sessions.problems import LinkNotValid, TooManyAttempts
from deskbell.sessions.schemas import NewPassword, Secret
from deskbell.sessions.services import SignInServices, services_of
from deskbell.settings.queries import helpdesk
from deskbell.users.schemas import Address

_SECRET: Final[TypeAdapter[str]] = TypeAdapter(Secret)
_PASSWORD: Final[TypeAdapter[str]] = TypeAdapter(NewPassword)
_ADDRESS: Final[TypeAdapter[str]] = TypeAdapter(Address)
MARK: Final = "token="
DEAD: Final = 410
"""The status of a page that says that a link is used up."""


async def show(request: Request) -> Response:
    """The form that a link opens; the server can't see whether there is a secret behind the `#`."""
    return await _page(request, f"{_purpose(request)}.html", secret="", error="")


async def claim(request: Request) -> Response:
    """Give an account its first password."""

    async def use(services: SignInServices, secret: str, password: str) -> Level:
        async with services.database.session() as session:
            return await claim_account(session, services.passwords, secret, password)

    return await _set_password(request, use)


async def reset(request: Request) -> Response:
    """Give an account another password."""

    async def use(services: SignInServices, secret: str, password: str) -> Level:
        async with services.database.session() as session:
            return await reset_password(session, services.passwords, secret, password)

    return await _set_password(request, use)


async def verify(request: Request) -> Response:
    """Confirm that an address is its owner's."""
    form = await form_of(request)
    secret = _secret(text_in(form, "token")) if form else None
    if secret is None:
        return await _dead(request)
    try:
        await count_link(services_of(request), browser_of(request))
        async with services_of(request).database.session() as session:
            await prove_address(session, secret)
    except TooManyAttempts as problem:
        return await _too_often(request, problem)
    except LinkNotValid:
        return await _dead(request)
    return await _page(request, "verified.html")


async def ask_again(request: Request) -> Response:
    """Have a new link mailed. The answer is the same whether or not anybody has the address (T85)."""
    if request.method == "GET":
        return await _page(request, "ask.html", email="", error="")
    form = await form_of(request)
    email = text_in(form, "email").strip() if form else ""
    try:
        address = _ADDRESS.validate_python(email)
    except ValidationError:
        error = "This is not a mail address. It looks like anna@example.org."
        return await _page(request, "ask.html", 422, email=email[:200], error=error)
    services = services_of(request)
    try:
        await count_order(services, browser_of(request))
    except TooManyRequests as problem:
        return await _too_often(request, problem)
    async with services.database.session() as session:
        await enqueue(session, jobs.order_access.name, {"address": address})
    return await _page(request, "asked.html", email=address)


Use = Callable[[SignInServices, str, str], Awaitable[Level]]


async def _set_password(request: Request, use: Use) -> Response:
    """Take the form; what is wrong with the password is said beside it, and the link stays good."""
    form = await form_of(request)
    secret = _secret(text_in(form, "token")) if form else None
    if form is None or secret is None:
        return await _dead(request)
    template = f"{_purpose(request)}.html"
    try:
        await count_link(services_of(request), browser_of(request))
        password = _PASSWORD.validate_python(text_in(form, "new_password"))
        level = await use(services_of(request), secret, password)
    except ValidationError as error:
        return await _page(request, template, 422, secret=secret, error=_words(error))
    except (TooManyAttempts, TooManyRequests) as problem:
        return await _too_often(request, problem)
    except LinkNotValid:
        return await _dead(request)
    except Problem as problem:
        said = " ".join(each.message for each in problem.errors) or problem.detail or problem.title
        return await _page(request, template, problem.status, secret=secret, error=said)
    return await _page(request, "password_set.html", staff=level >= Level.agent)


def _secret(given: str) -> str | None:
    """The secret of a link, or of what somebody pasted: the whole link, or its end."""
    try:
        return _SECRET.validate_python(given.strip().rpartition(MARK)[2])
    except ValidationError:
        return None


def _words(error: ValidationError) -> str:
    """What is wrong with a password, without the library's own beginning."""
    return str(error.errors()[0]["msg"]).removeprefix("Value error, ")


async def _dead(request: Request) -> Response:
    return await _page(request, "dead.html", DEAD, purpose=_purpose(request))


async def _too_often(request: Request, problem: Problem) -> Response:
    response = await _page(request, "too_often.html", problem.status)
    response.headers.update(problem.headers)
    return response


async def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - what a template shows
    async with request.app.state.database.reader() as connection:
        name = (await helpdesk(connection)).name
    language = reader_language(request)
    return answer(f"account/{template}", status, language=language, helpdesk=name, **values)


def _purpose(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


pages: Final = Mount(
    "/account",
    routes=[
        Route("/claim", show, methods=["GET"]),
        Route("/claim", claim, methods=["POST"]),
        Route("/reset", show, methods=["GET"]),
        Route("/reset", reset, methods=["POST"]),
        Route("/verify", show, methods=["GET"]),
        Route("/verify", verify, methods=["POST"]),
        Route("/link", ask_again, methods=["GET", "POST"]),
    ],
)
