"""The JavaScript portal of `/developers/portal`, as it is shown there, on a foreign origin with PKCE."""

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD

from deskbell.oauth.portal import FOLDER

CUSTOMER = "mira@northwind.example"
SUBJECT, ASKED, ADDED = "The kayak has a crack", "It is at the stern.", "It got longer."


class Quiet(SimpleHTTPRequestHandler):
    """A plain server of files."""

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture
def portal(program, base_url, tmp_path):
    """The files that are shown, with their two values put in; its address, and the app."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    address = f"http://127.0.0.1:{server.server_port}/"
    admin = program("ada@deskbell.example", "admin")
    body = {"name": "Northwind portal", "confidential": False, "redirect_uris": [address]}
    app = admin.post("/v1/oauth/apps", json=body | {"current_password": PASSWORD}).json()
    page = (FOLDER / "index.html").read_text()
    page = page.replace("https://help.example.org", base_url).replace("your client_id", app["client_id"])
    (tmp_path / "index.html").write_text(page)
    (tmp_path / "portal.js").write_bytes((FOLDER / "portal.js").read_bytes())
    (tmp_path / "favicon.ico").touch()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address, app, admin
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_portal_on_a_foreign_origin_signs_in_lists_opens_and_answers(page, portal, program, axe, shot):
    address, app, admin = portal
    page.goto(address)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Northwind portal asks for access")).to_be_visible()
    axe("authorize", turned=True)
    page.get_by_role("link", name=re.compile("Don.t allow")).click()
    expect(page).to_have_url(address)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Your mail address").fill(CUSTOMER)
    page.get_by_label("Your password at").fill("not this one")
    page.get_by_role("button", name="Sign in and allow").click()
    expect(page.get_by_role("alert")).to_have_text("The address or the password is wrong.")
    page.get_by_label("Your password at").fill(PASSWORD)
    page.get_by_role("button", name="Sign in and allow").click()
    expect(page.get_by_label("Subject")).to_be_visible()
    expect(page).to_have_url(address)
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Text").fill(ASKED)
    page.get_by_role("button", name="Open a ticket").click()
    expect(page.get_by_role("heading", name=SUBJECT)).to_be_visible()
    page.get_by_label("Text").fill(ADDED)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text(ADDED)).to_be_visible()
    shot("portal")
    page.reload()  # its tokens were in memory; the person's own session is still there
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("You are signed in as Mira")).to_be_visible()
    shot("authorize-known")
    page.get_by_role("button", name="Allow", exact=True).click()
    page.get_by_role("button", name=SUBJECT).click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    customer = program(CUSTOMER, "user")
    (connected,) = customer.get("/v1/users/me/connected-apps").json()["items"]
    assert (connected["app"]["name"], connected["scope"]) == ("Northwind portal", "user")
    gone = customer.delete(f"/v1/users/me/connected-apps/{connected['app']['id']}")
    assert gone.status_code == 204
    page.get_by_role("button", name="All tickets").click()  # its tokens are dead: the person is asked again
    expect(page.get_by_text("You are signed in as Mira")).to_be_visible()
    assert admin.put(f"/v1/oauth/apps/{app['id']}/disabled").status_code == 200
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("This app can.t be let in"))).to_be_visible()
    page.goto("/developers/portal")
    expect(page.get_by_text("How it signs people in")).to_be_visible()
    assert (FOLDER / "portal.js").read_text() in page.get_by_label(
        "portal.js", exact=True
    ).inner_text() + "\n"
    axe("developers-portal", turned=True)
