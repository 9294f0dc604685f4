"""`/demo/inbox`: what customers of the demonstration get by mail, and a way to answer it by real mail."""

from collections.abc import Sequence
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.mailboxes.queries import all_mailboxes
from deskbell.channels.email.outbox.demo.queries import demo_people, one_demo_mail, page_of_demo_mails
from deskbell.channels.email.outbox.demo.reading import DemoMailRead
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.pages.demo_mail import PICTURES, answer_to, files_in, new_mail, shown_html
from deskbell.channels.email.pages.demo_sending import send_in
from deskbell.channels.email.pages.rendering import answer
from deskbell.core.pages import form_of, text_in
from deskbell.core.rate_limits import hit
from deskbell.kit.filenames import content_disposition, safe_name
from deskbell.kit.storable import one_line
from deskbell.sessions import attempts
from deskbell.sessions.browser import client_address
from deskbell.settings.queries import helpdesk

SHOWN: Final = 50
LONGEST_TEXT: Final = 100_000
LONGEST_NUMBER: Final = 15
PER_MACHINE, WINDOW = 60, timedelta(hours=1)
IN_THE_FRAME: Final = {
    "content-security-policy": "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; "
    "frame-ancestors 'self'",
    "cache-control": "no-store",
}
TOO_OFTEN: Final = "That was very much mail for an hour. Wait a little."
NO_TEXT: Final = "Write something first."

Files = Sequence[tuple[str, str, bytes]]


async def show(request: Request) -> Response:
    """The inboxes, the mails of one of them, and one mail."""
    return await _inbox(request)


async def frame(request: Request) -> Response:
    """What a mail says, for a frame that runs nothing."""
    found = await _mail(request)
    if found is None:
        return await _missing(request)
    page = answer("demo/frame.html", html=shown_html(*found))
    page.headers.update(IN_THE_FRAME)
    return page


async def file(request: Request) -> Response:
    """A picture or a file of a mail."""
    found = await _mail(request)
    number = int(request.path_params["number"])
    parts = files_in(found[1]) if found else []
    if number >= len(parts):
        return await _missing(request)
    part, kind = parts[number], parts[number].get_content_type()
    headers = {
        "content-disposition": content_disposition(part.get_filename(), inline=kind in PICTURES),
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "no-store",
    }
    content = part.get_payload(decode=True)
    media_type = kind if kind in PICTURES else "application/octet-stream"
    return Response(content if isinstance(content, bytes) else b"", headers=headers, media_type=media_type)


async def reply(request: Request) -> Response:
    """Answer a mail, as whoever got it."""
    found, form = await _mail(request), await form_of(request)
    if found is None or form is None:
        return await _missing(request)
    mail, raw = found
    sender = text_in(form, "from") if text_in(form, "from") in mail.to else mail.to[0]
    text = text_in(form, "text")[:LONGEST_TEXT].strip()
    if not text:
        return await _inbox(request, error=NO_TEXT, status=422)
    written = answer_to(raw, await _named(request, sender), text, await _files(form))
    if refused := await _send(request, written):
        return await _inbox(request, error=refused, typed=text, status=422)
    query = urlencode({"to": sender, "mail": mail.id, "sent": 1})
    return RedirectResponse(f"../../inbox?{query}", 303)


async def write(request: Request) -> Response:
    """Write to the helpdesk, as anybody."""
    form = await form_of(request)
    if form is None or not request.app.state.settings.demo:
        return await _missing(request)
    address = plain_address(text_in(form, "from").strip())
    text, to = text_in(form, "text")[:LONGEST_TEXT].strip(), text_in(form, "to")
    if to not in await _ours(request) or not text or address is None:
        error = NO_TEXT if address else "This is not a mail address. It looks like anna@example.org."
        return await _inbox(request, error=error, typed=text, new=True, status=422)
    name = one_line(text_in(form, "name"), 100)
    sender = str(Address(display_name=name, addr_spec=address))
    written = new_mail(sender, to, one_line(text_in(form, "subject"), 200), text, await _files(form))
    if refused := await _send(request, written):
        return await _inbox(request, error=refused, typed=text, new=True, status=422)
    return RedirectResponse("../inbox?sent=1", 303)


async def _inbox(
    request: Request, *, error: str = "", typed: str = "", new: bool = False, status: int = 200
) -> Response:
    state, query = request.app.state, request.query_params
    if not state.settings.demo:
        return await _missing(request)
    found = await _mail(request)
    to = query.get("to") or (found[0].to[0] if found and error else None)
    async with state.database.reader() as connection:
        people = await demo_people(connection, SYSTEM)
        mails = await page_of_demo_mails(connection, SYSTEM, state.sealer, recipient=to, limit=SHOWN)
        name = (await helpdesk(connection)).name
    values: dict[str, Any] = {
        "helpdesk": name,
        "people": people,
        "names": {each.address: each.name for each in people},
        "mails": mails.items,
        "to": to,
        "mail": found[0] if found else None,
        "files": _listed(*found) if found else [],
        "ours": await _ours(request),
        "new": new or "new" in query,
        "sent": "sent" in query,
        "error": error,
        "typed": typed,
        "root": str(request.scope.get("root_path", "")).removesuffix("/demo"),
    }
    return answer("demo/inbox.html", status, **values)


async def _mail(request: Request) -> tuple[DemoMailRead, bytes] | None:
    """The mail that the address names."""
    state = request.app.state
    named = str(request.path_params.get("mail_id") or request.query_params.get("mail", ""))
    if not state.settings.demo or not (named.isascii() and named.isdecimal()) or len(named) > LONGEST_NUMBER:
        return None
    async with state.database.reader() as connection:
        return await one_demo_mail(connection, SYSTEM, state.sealer, int(named))


async def _ours(request: Request) -> list[str]:
    """The addresses at which the helpdesk takes mail."""
    async with request.app.state.database.reader() as connection:
        return [each.address for each in await all_mailboxes(connection, SYSTEM) if each.enabled]


async def _named(request: Request, address: str) -> str:
    """An address with the name that it was written to by."""
    async with request.app.state.database.reader() as connection:
        people = await demo_people(connection, SYSTEM)
    name = next((each.name for each in people if each.address == address.lower()), "")
    return str(Address(display_name=one_line(name or "", 100), addr_spec=address))


async def _send(request: Request, written: EmailMessage) -> str | None:
    state = request.app.state
    machine = attempts.network(client_address(request, state.settings.trusted_proxies))
    async with state.database.reader() as connection:
        allowed = (await hit(connection, f"demo_mail:{machine}", PER_MACHINE, WINDOW)).allowed
    return await send_in(written, state.mail_doors) if allowed else TOO_OFTEN


async def _files(form: FormData) -> Files:
    uploads = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.size]
    return [
        (safe_name(each.filename), each.content_type or "application/octet-stream", await each.read())
        for each in uploads
    ]


def _listed(mail: DemoMailRead, raw: bytes) -> list[tuple[int, str, int]]:
    """(number, name, bytes) of the files that the text doesn't show."""
    shown = shown_html(mail, raw)
    return [
        (number, safe_name(part.get_filename()), len(part.get_payload(decode=True) or b""))
        for number, part in enumerate(files_in(raw))
        if f"{mail.id}/files/{number}" not in shown
    ]


async def _missing(request: Request) -> Response:
    async with request.app.state.database.reader() as connection:
        return answer("missing.html", 404, helpdesk=(await helpdesk(connection)).name)


async def _to_the_inbox(_: Request) -> Response:
    return RedirectResponse("demo/inbox")


pages: Final = Mount(
    "/demo",
    routes=[
        Route("/", _to_the_inbox, methods=["GET"]),
        Route("/inbox", show, methods=["GET"]),
        Route("/inbox/mails", write, methods=["POST"]),
        Route("/inbox/{mail_id:int}", frame, methods=["GET"]),
        Route("/inbox/{mail_id:int}/answers", reply, methods=["POST"]),
        Route("/inbox/{mail_id:int}/files/{number:int}", file, methods=["GET"]),
    ],
)
