"""A client made of the committed document by `openapi-python-client` does an agent's and a customer's day."""

import importlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.architecture.sources import ROOT
from tests.factories.departments import make_department
from tests.factories.users import make_agent, make_user

pytestmark = pytest.mark.xdist_group("made client")  # one worker: what they share is made once
PACKAGE = "deskbell_made_client"
PASSWORD = "correct horse battery staple"
ANNA, BEA = "anna@example.org", "bea@example.org"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """Where the client was written, and what its maker said."""
    folder = tmp_path_factory.mktemp("client")
    programs = Path(sys.executable).parent
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "openapi_python_client",
            "generate",
            *("--path", str(ROOT / "openapi" / "openapi.json")),
            *("--output-path", str(folder / PACKAGE)),
            *("--meta", "none"),
            "--fail-on-warning",
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env=os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
    )
    return folder, made


@pytest.fixture
def made(generated, monkeypatch):
    """The client's parts by name: its modules of operations, its models, its classes."""
    folder, _ = generated
    monkeypatch.syspath_prepend(str(folder))

    def operation(tag, name):
        return importlib.import_module(f"{PACKAGE}.api.{tag}.{name}").asyncio_detailed

    package = importlib.import_module(PACKAGE)
    return SimpleNamespace(
        operation=operation,
        models=importlib.import_module(f"{PACKAGE}.models"),
        types=importlib.import_module(f"{PACKAGE}.types"),
        Client=package.Client,
        AuthenticatedClient=package.AuthenticatedClient,
    )


@pytest.fixture
async def sign_in(made, served):
    """`await sign_in(address, "agent")`: a client of the account, signed in as programs do."""
    app, address = served
    async with app.state.database.session() as session:
        hashed = await app.state.passwords.hash(PASSWORD)
        support = await make_department(session, is_default=True)
        await make_agent(session, support, address=BEA, password_hash=hashed)
        await make_user(session, address=ANNA, password_hash=hashed)
    clients = []
    options = {"base_url": address, "raise_on_unexpected_status": True, "httpx_args": {"trust_env": False}}

    async def ask(email, scope):
        anyone = made.Client(**options)
        clients.append(anyone)
        wanted = made.models.SignIn.from_dict({"email": email, "password": PASSWORD, "scope": scope})
        answer = await made.operation("sessions", "create_session")(client=anyone, body=wanted)
        assert isinstance(answer.parsed, made.models.SignedIn), answer.content
        client = made.AuthenticatedClient(token=answer.parsed.access_token, **options)
        clients.append(client)
        return client

    yield ask
    for client in clients:
        await client.get_async_httpx_client().aclose()


def test_it_is_made_without_a_warning(generated):
    folder, made = generated
    said = made.stdout + made.stderr
    assert made.returncode == 0, said
    assert "warning" not in said.lower(), said
    assert "skipping" not in said.lower(), said
    assert (folder / PACKAGE / "models" / "problem.py").exists()


def test_every_operation_is_in_it(generated, document):
    folder, _ = generated
    written = {path.stem for path in (folder / PACKAGE / "api").glob("*/*.py")}
    wanted = {each["operationId"] for item in document["paths"].values() for each in item.values()}
    assert wanted <= written


@pytest.mark.commits
async def test_sign_in_create_reply_and_page(made, sign_in):
    customer, agent = await sign_in(ANNA, "user"), await sign_in(BEA, "agent")
    create = made.operation("tickets", "create_ticket")
    tickets = []
    for number in range(3):
        body = made.models.TicketCreate(subject=f"Matter {number}", text="It is broken.")
        answer = await create(client=customer, body=body)
        assert answer.status_code == 201
        tickets.append(answer.parsed)
    assert [each.subject for each in tickets] == ["Matter 0", "Matter 1", "Matter 2"]
    assert tickets[0].agent is None
    assert tickets[0].can.reply

    body = made.models.ReplyCreate(html="<p>Have you tried the <b>other</b> button?</p>")
    replied = await made.operation("tickets", "create_message")(tickets[0].id, client=agent, body=body)
    assert isinstance(replied.parsed, made.models.MessageRead), replied.content
    read = await made.operation("tickets", "list_messages")(tickets[0].id, client=customer)
    assert [each.text for each in read.parsed.items] == ["It is broken.", replied.parsed.text]
    assert read.parsed.items[1].author.staff

    wanted = {"client": agent, "limit": 2, "count": True, "sort": made.models.TicketSort.CREATED_AT}
    pages = [(await made.operation("tickets", "list_tickets")(**wanted)).parsed]
    following = {**wanted, "cursor": pages[0].next_cursor}
    pages.append((await made.operation("tickets", "list_tickets")(**following)).parsed)
    assert [[each.id for each in page.items] for page in pages] == [
        [tickets[0].id, tickets[1].id],
        [tickets[2].id],
    ]
    assert (pages[0].total, pages[1].next_cursor) == (3, None)


@pytest.mark.commits
async def test_problems_are_typed(made, sign_in):
    customer, agent = await sign_in(ANNA, "user"), await sign_in(BEA, "agent")
    get = made.operation("tickets", "get_ticket")
    create = made.operation("tickets", "create_ticket")
    absent = await get(999_999, client=customer)
    said_nothing = await create(client=customer, body=made.models.TicketCreate(subject="", text="T"))
    refused = await made.operation("users", "list_users")(client=customer)
    dead = made.AuthenticatedClient(token="none", base_url=agent._base_url, httpx_args={"trust_env": False})
    signed_out = await get(1, client=dead)
    await dead.get_async_httpx_client().aclose()
    answers = [absent, said_nothing, refused, signed_out]
    assert all(isinstance(each.parsed, made.models.Problem) for each in answers)
    assert [(each.status_code, each.parsed.code) for each in answers] == [
        (404, "not_found"),
        (422, "invalid_request"),
        (403, "scope_too_low"),
        (401, "not_signed_in"),
    ]
    assert [each.pointer for each in said_nothing.parsed.errors] == ["/subject"]


@pytest.mark.commits
async def test_a_file_goes_up_and_comes_down(made, sign_in):
    agent = await sign_in(BEA, "agent")
    content = b"\x00\x01 some bytes \xff"
    form = made.models.UploadFileForm(file=made.types.File(payload=BytesIO(content), file_name="a.bin"))
    kept = (await made.operation("files", "upload_file")(client=agent, body=form)).parsed
    assert (kept.name, kept.size) == ("a.bin", len(content))
    found = await made.operation("files", "download_file")(kept.id, client=agent)
    assert found.parsed.payload.read() == content
