"""What every home shares: one stream for all tabs, a newer build, an ended session, the language."""

import re

from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD
from tests.e2e.steps import sign_in

NEWER = ("/assets/index-", "/assets/newer-")


def test_tabs_connection_version_session_and_language(page, context, program):
    ben = program("ben@deskbell.example", "agent")
    streams = []
    context.on("request", lambda sent: streams.append(sent) if "/v1/stream" in sent.url else None)

    # The second tab hears by the first, and reads on itself when that has gone.
    sign_in(page, "ben@deskbell.example")
    expect(page.get_by_role("row").first).to_be_visible()
    second = context.new_page()
    second.goto("/agent/")
    expect(second.get_by_role("row").first).to_be_visible()
    new_ticket(ben, "Heard by way of another tab")
    expect(second.get_by_role("row", name=re.compile("Heard by way of another tab"))).to_be_visible()
    assert len(streams) == 1
    with second.expect_request("**/v1/stream*") as taken_over:
        page.close()
    assert taken_over.value.headers["last-event-id"]
    new_ticket(ben, "Heard by itself")
    row = second.get_by_role("row", name=re.compile("Heard by itself"))
    expect(row).to_be_visible()

    row.click()
    note = begin_a_note(second)
    take_a_newer_build(second, context, note)

    # A session that ended is taken up again over what was being written.
    assert ben.delete("/v1/sessions").status_code == 204
    again = second.get_by_role("dialog", name="Sign in again")
    expect(again.get_by_label("Email")).to_have_value("ben@deskbell.example")
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again).to_be_hidden()
    expect(note).to_have_text("Half a thought")

    send_offline(second, context, note)

    # The language is the account's: it comes along.
    second.get_by_role("button", name=re.compile("^Account of")).click()
    second.get_by_role("menuitemradio", name="Deutsch").click()
    expect(second.locator("html[lang=de]")).to_have_count(1)
    ben = program("ben@deskbell.example", "agent")
    assert ben.get("/v1/users/me").json()["language"] == "de"
    assert ben.patch("/v1/users/me", json={"language": "en"}).status_code == 200
    second.reload()
    expect(second.locator("html[lang=en]")).to_have_count(1)


def begin_a_note(page):
    expect(page.get_by_role("region", name="Write").get_by_role("textbox")).to_be_visible()
    note = page.get_by_role("textbox", name="Internal note")
    page.get_by_role("region", name="Conversation").focus()
    page.keyboard.press("n")
    expect(note).to_be_focused()
    page.keyboard.type("Half a thought")
    return note


def take_a_newer_build(page, context, note):
    """Back from offline it looks for one, and says so without taking it; taken, it has what was begun."""
    page.route("**/agent/", lambda route: route.fulfill(body=route.fetch().text().replace(*NEWER)))
    context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    expect(page.get_by_text("There is a new version")).to_be_visible()
    expect(note).to_have_text("Half a thought")
    page.unroute("**/agent/")
    with page.expect_navigation():
        page.get_by_role("button", name="Load it").click()
    expect(note).to_have_text("Half a thought")


def send_offline(page, context, note):
    """What is sent offline waits, and goes by itself."""
    context.set_offline(True)
    note.press("Control+Enter")
    expect(page.get_by_text("The server can't be reached", exact=True)).to_be_visible()
    sent = page.get_by_role("article").filter(has_text="Half a thought")
    expect(sent).to_contain_text("Sending…")
    context.set_offline(False)
    expect(page.get_by_text("The server can't be reached", exact=True)).to_be_hidden()
    expect(sent).to_have_count(1)
    expect(sent).not_to_contain_text("Sending…")


def new_ticket(program, subject):
    requester = {"name": "Mira Lindqvist", "email": "mira@northwind.example"}
    body = {"subject": subject, "text": "So it is.", "agent": {"requester": requester}}
    answer = program.post("/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
