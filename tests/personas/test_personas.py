"""The persona bar exists in a demonstration only, keeps the page, and tells what the API itself says."""

import httpx
import pytest
from tests.factories.desk import make_desk
from tests.factories.tickets import make_note

from deskbell.core.frontends import Frontend
from deskbell.main import create_app
from deskbell.personas.pages import bar
from deskbell.personas.places import counterpart, place_of
from deskbell.users.models import User

TICKET = (7, "7QJR-3M8K-2TXD")


@pytest.fixture(scope="module")
def demo_app(settings):
    return create_app(settings.model_copy(update={"demo": True}))


@pytest.fixture
async def visitor(demo_app, database):
    demo_app.state.database = database
    demo_app.state.dimensions.drop()
    transport = httpx.ASGITransport(app=demo_app)
    headers = {"origin": "http://test"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


@pytest.fixture
async def desk(session):
    desk = await make_desk(session)
    for each in (desk.customer, desk.agent, desk.admin):
        (await session.get(User, each.id)).password_hash = "x"
    await make_note(session, desk.ticket, desk.agent)
    await session.commit()
    return desk


@pytest.mark.parametrize(
    ("path", "persona", "ticket", "expected"),
    [
        ("/", "agent", None, "/agent/"),
        ("/agent/tickets/7", "customer", TICKET, "/tickets/7QJR-3M8K-2TXD"),
        ("/agent/tickets/7", "customer", None, "/"),
        ("/agent/tickets/7", "guest", None, "/"),
        ("/agent/tickets/7", "admin", TICKET, "/admin/"),
        ("/tickets/7qjr-3m8k-2txd", "agent", TICKET, "/agent/tickets/7"),
        ("/tickets", "guest", None, "/"),
        ("/new", "customer", None, "/new"),
        ("/new", "guest", None, "/new"),
        ("/sign-in", "customer", None, "/"),
        ("/admin/people", "admin", None, "/admin/people"),
        ("/admin/people", "agent", None, "/agent/"),
        ("//evil.example/", "guest", None, "/"),  # T82
        ("https://evil.example/", "customer", None, "/"),
        ("/\\evil.example", "guest", None, "/"),
    ],
)
def test_the_same_page_in_another_home(path, persona, ticket, expected):
    assert counterpart(place_of(path), persona, ticket) == expected


async def test_elsewhere_nothing_of_it_exists(anonymous, tmp_path):
    for method, path in (("POST", "agent"), ("GET", "changes?after=agent")):
        answer = await anonymous.request(method, f"/demo/personas/{path}", headers={"origin": "http://test"})
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers
    (tmp_path / "index.html").write_text("<html><body><p>page</p></body></html>")
    for added, there in ((None, False), (bar, True)):
        transport = httpx.ASGITransport(app=Frontend(tmp_path, added=added))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert ('id="personas"' in (await client.get("/")).text) is there


@pytest.mark.parametrize(("persona", "scope"), [("customer", "user"), ("agent", "agent"), ("admin", "admin")])
async def test_becoming_somebody(visitor, desk, persona, scope):
    path = f"/agent/tickets/{desk.ticket.id}"
    answer = await visitor.post(f"/demo/personas/{persona}", params={"path": path})
    places = {"customer": f"/tickets/{desk.ticket.reference}", "agent": path, "admin": "/admin/"}
    assert answer.json() == {"go_to": places[persona]}
    signed_in = (await visitor.post("/v1/sessions/refresh", json={"scope": scope})).json()
    names = {"customer": desk.customer.id, "agent": desk.agent.id, "admin": desk.admin.id}
    assert signed_in["user"]["id"] == names[persona]
    await visitor.delete("/v1/sessions/current")
    assert (await visitor.post("/demo/personas/guest", params={"path": path})).json() == {"go_to": "/"}
    assert (await visitor.post("/v1/sessions/refresh", json={"scope": "user"})).status_code == 401


async def test_another_site_signs_nobody_in(visitor, desk):
    """T39."""
    answer = await visitor.post("/demo/personas/admin", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert (await visitor.post("/demo/personas/boss")).status_code == 404


async def test_what_changed(visitor, desk):
    query = {"before": "customer", "after": "agent", "path": f"/agent/tickets/{desk.ticket.id}"}
    there = (await visitor.get("/demo/personas/changes", params=query)).json()
    assert (
        there["name"]
        == (await visitor.get("/demo/personas/changes", params={"after": "agent"})).json()["name"]
    )
    appeared = "; ".join(there["appeared"])
    for word in ("1 internal note", "assignee", "assign", "tickets (+"):
        assert word in appeared
    assert there["vanished"] == ["may be done with it: set private"]
    back = (
        await visitor.get("/demo/personas/changes", params=query | {"before": "agent", "after": "customer"})
    ).json()
    assert back["vanished"] == there["appeared"]
