"""What an agent does now and then: calls a reply back, goes by name, narrows the list, deletes, signs out."""

import base64
import re

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD, Program
from tests.e2e.steps import details, open_account, open_ticket, sign_in

CHAIRS = "Two of the twelve chairs arrived damaged"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)


@pytest.fixture
def ticket(program):
    """`ticket(subject)`: a new one, made by another program."""
    other = program("ben@deskbell.example", "agent")

    def make(subject, **more):
        requester = {"name": "Mira Lindqvist", "email": "mira@northwind.example"}
        body = {"subject": subject, "text": "Please help.", "agent": {"requester": requester}} | more
        answer = other.post("/v1/tickets", json=body)
        assert answer.status_code == 201, answer.text
        return other, answer.json()

    return make


def replies(other, number):
    return [each["text"].strip() for each in other.get(f"/v1/tickets/{number}/messages").json()["items"][1:]]


def test_reply_can_be_called_back(page, ticket):
    other, made = ticket("The lamp flickers at noon")
    sign_in(page, "ben@deskbell.example")
    open_ticket(page, "The lamp flickers at noon")
    page.keyboard.press("r")
    reply = page.get_by_role("textbox", name="Reply")
    expect(reply).to_be_focused()
    page.keyboard.type("Too early")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").last).to_contain_text("Sending…")
    expect(reply).to_have_text("")
    page.get_by_role("button", name="Undo").click()
    expect(reply).to_have_text("Too early")
    expect(page.get_by_text("Sending…")).to_have_count(0)
    expect(reply).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(", now right.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert replies(other, made["id"]) == []
    expect(page.get_by_role("button", name="Undo")).to_be_hidden(timeout=20_000)
    expect(page.get_by_text("Sending…")).to_have_count(0, timeout=20_000)
    assert replies(other, made["id"]) == ["Too early, now right."]


def test_reply_leaves_with_the_page(page, ticket):
    other, made = ticket("The drawer sticks in winter")
    sign_in(page, "ben@deskbell.example")
    open_ticket(page, "The drawer sticks in winter")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("On its way")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("about:blank")
    page.goto(f"/agent/tickets/{made['id']}")
    expect(page.get_by_role("article").last).to_contain_text("On its way")
    expect(page.get_by_text("Sending…")).to_have_count(0, timeout=20_000)
    assert replies(other, made["id"]) == ["On its way"]


def test_commands_by_name(page, shot):
    sign_in(page, "chiara@deskbell.example")
    listed = page.get_by_role("row", name=re.compile("Wrong color delivered"))
    number = re.search(r"#(\d+)", listed.inner_text())[1]
    open_ticket(page, CHAIRS)
    page.keyboard.press("r")
    reply = page.get_by_role("textbox", name="Reply")
    expect(reply).to_be_focused()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search for a command or a ticket")
    expect(box).to_be_focused()
    expect(page.get_by_role("option").first).to_have_text(re.compile("Solve"))
    shot("palette")
    page.keyboard.press("Escape")
    expect(reply).to_be_focused()
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("internal note")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type(number)
    page.get_by_role("option", name="Wrong color delivered").click()
    expect(page).to_have_url(re.compile(f"tickets/{number}"))
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("recently")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recently updated")).to_be_visible()


def test_filter_and_sort(page):
    sign_in(page, "chiara@deskbell.example")
    expect(page.get_by_role("row", name=re.compile(CHAIRS))).to_be_visible()
    page.get_by_role("button", name="Filter").click()
    menu = page.get_by_role("dialog", name="Filter")
    menu.get_by_role("combobox", name="Label").click()
    page.get_by_role("option", name="invoice").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("row")).to_have_count(1)
    expect(page.get_by_role("row")).to_contain_text("Invoice 2026-1183")
    page.get_by_role("button", name="Filter, active").click()
    menu.get_by_role("button", name="Clear filters").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("row", name=re.compile(CHAIRS))).to_be_visible()
    page.get_by_role("button", name="Sort").click()
    page.get_by_role("menuitemradio", name="Highest priority first").click()
    expect(page).to_have_url(re.compile("sort=-priority"))
    expect(page.get_by_role("row").first).to_contain_text("The app signs me out")


def test_delete_and_restore(page, ticket):
    ticket("This was a mistake")
    sign_in(page, "ada@deskbell.example")
    open_ticket(page, "This was a mistake")
    details(page).get_by_role("button", name="Delete the ticket").click()
    expect(page.get_by_role("row", name=re.compile("This was a mistake"))).to_have_count(0)
    page.get_by_role("link", name="Deleted").click()
    open_ticket(page, "This was a mistake")
    details(page).get_by_role("button", name="Restore the ticket").click()
    expect(page.get_by_role("row", name=re.compile("This was a mistake"))).to_have_count(0)
    page.get_by_role("link", name="Unsolved").click()
    expect(page.get_by_role("row", name=re.compile("This was a mistake"))).to_be_visible()


def test_picture_viewer(page, ticket, shot):
    other, made = ticket("A crack in the vase")
    upload = other.post("/v1/files", files={"file": ("crack.png", PNG, "image/png")}).json()
    second = other.post("/v1/files", files={"file": ("box.png", PNG, "image/png")}).json()
    body = {"text": "See these.", "file_ids": [upload["id"], second["id"]]}
    assert other.post(f"/v1/tickets/{made['id']}/messages", json=body).status_code == 201
    sign_in(page, "ben@deskbell.example")
    open_ticket(page, "A crack in the vase")
    page.get_by_role("list", name="Attachments").get_by_role("button", name=re.compile("crack.png")).click()
    viewer = page.get_by_role("dialog", name="crack.png")
    expect(viewer.get_by_role("img", name="crack.png")).to_be_visible()
    shot("viewer")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="box.png")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_password_change_and_sign_out_everywhere(page, base_url):
    sign_in(page, "ben@deskbell.example")
    open_account(page)
    page.get_by_role("tab", name="Password").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill("Ben Okafor 1")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your own name and email address don't count")).to_be_visible()
    page.get_by_label("New password").fill("a sentence of mine")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Password changed")).to_be_visible()

    elsewhere = Program(base_url, "ben@deskbell.example", "agent", "a sentence of mine")
    page.get_by_role("tab", name="Sessions").click()
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert elsewhere.get("/v1/users/me").status_code == 401
    elsewhere.http.close()

    again = Program(base_url, "ben@deskbell.example", "agent", "a sentence of mine")
    change = {"current_password": "a sentence of mine", "new_password": PASSWORD}
    assert again.put("/v1/users/me/password", json=change).status_code == 204
    again.http.close()


def test_too_many_tries_say_how_long_to_wait(page, program):
    body = {"email": "guessed@deskbell.example", "password": "wrong again", "scope": "agent"}
    other = program("chiara@deskbell.example", "agent")
    while other.post("/v1/sessions", json=body).status_code == 401:
        pass
    sign_in(page, "guessed@deskbell.example", "wrong once more")
    expect(page.get_by_role("alert")).to_have_text(re.compile(r"Too many tries\. Wait \d+ (minutes|seconds)"))
    expect(page.get_by_label("Email")).to_have_value("guessed@deskbell.example")
