"""The builds on another host of the same site: `help.desk.localhost` beside `api.desk.localhost`."""

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import API_HOST, PASSWORD, STATIC_HOST
from tests.e2e.elsewhere import StaticServer

DOORS = {
    "/tickets": ("mira@northwind.example", "My tickets"),
    "/agent/": ("ben@deskbell.example", None),
    "/admin/": ("ada@deskbell.example", None),
}


@pytest.fixture
def elsewhere(demo, static_port):
    server = StaticServer(static_port, f"http://{API_HOST}:{demo.port}/")
    yield f"http://{STATIC_HOST}:{static_port}"
    server.stop()


def test_three_homes_on_another_host(page, elsewhere):
    """Each signs in by itself; a reload takes the session up by the cookie of the API's host."""
    for path, (address, heading) in DOORS.items():
        page.goto(elsewhere + path)
        page.get_by_label("Email").fill(address)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        account = page.get_by_role("button", name="Account of")
        expect(account).to_be_visible()
        page.reload()
        expect(account).to_be_visible()
        if heading:
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
