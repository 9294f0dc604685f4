"""What an agent does with many tickets, and how the day stands: bulk, filters, operators, the first word."""

import re

from playwright.sync_api import expect
from tests.e2e.steps import sign_in
from tests.waiting import wait_until


def rows(page, words):
    return page.get_by_role("row", name=re.compile(words))


def make(other, subject):
    requester = {"name": "Mira Lindqvist", "email": "mira@northwind.example"}
    body = {
        "subject": subject,
        "text": "Please help.",
        "agent": {"requester": requester, "as_requester": True},
    }
    answer = other.post("/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def test_many_at_once_and_back(page, program, shot):
    """Selected by keys, assigned and deleted with progress, taken back; each ticket by its own events."""
    other = program("ben@deskbell.example", "agent")
    numbers = [make(other, f"Bulk {word}") for word in ("one", "two", "three")]
    sign_in(page, "ben@deskbell.example")
    expect(page.get_by_role("region", name="Waiting longest")).to_be_visible()
    shot("today")
    expect(rows(page, "Bulk")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("option", name="Nobody")).to_be_visible()
    shot("bulk")
    page.keyboard.type("chi")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Assigned to Chiara Rossi (3)")).to_be_visible()

    def assignees():
        return [other.get(f"/v1/tickets/{each}").json()["agent"]["assignee"] for each in numbers]

    assert [each["name"] for each in assignees()] == ["Chiara Rossi"] * 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undo (3)")).to_be_visible()
    assert assignees() == [None] * 3
    bar.get_by_role("button", name="Delete").click()
    expect(rows(page, "Bulk")).to_have_count(0)
    page.get_by_role("alert").filter(has_text="Deleted (3)").get_by_role("button", name="Undo").click()
    expect(rows(page, "Bulk")).to_have_count(3)
    kinds = [each["type"] for each in other.get(f"/v1/tickets/{numbers[0]}/history").json()["items"]]
    assert kinds.count("ticket.assignee_changed") == 2
    assert kinds[-2:] == ["ticket.deleted", "ticket.restored"]


def test_narrowed_and_searched(page, shot):
    """Filters stand in the address and can be taken off; operators complete themselves; one act is undone."""
    sign_in(page, "chiara@deskbell.example")
    expect(page.get_by_role("row").first).to_be_visible()
    page.get_by_role("button", name="Filter").click()
    menu = page.get_by_role("dialog", name="Filter")
    menu.get_by_role("combobox", name="Label").click()
    page.get_by_role("option", name="invoice").click()
    menu.get_by_label("Created from").fill("2020-02-03")
    shot("filters")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("label=.*created_from="))
    chips = page.get_by_role("list", name="Filters")
    expect(chips).to_contain_text("Label: invoice")
    page.reload()
    expect(page.get_by_role("row")).to_have_count(1)
    chips.get_by_role("button", name=re.compile("Remove Created")).click()
    expect(page).not_to_have_url(re.compile("created_from"))

    page.keyboard.press("/")
    page.keyboard.type("lab")
    expect(page.get_by_role("option", name=re.compile("label:"))).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("inv")
    page.keyboard.press("Tab")
    box = page.get_by_role("searchbox", name="Search tickets")
    expect(box).to_have_value("label:invoice ")
    expect(page.get_by_role("row")).to_have_count(1)
    shot("operators")
    page.keyboard.type("status:nonsense")
    expect(page.get_by_text("status:nonsense is not known")).to_be_visible()
    box.fill("label:invoice")
    expect(page.get_by_role("row")).to_have_count(1)
    page.get_by_role("row").click()
    priority = page.get_by_role("combobox", name="Priority")
    expect(priority).to_have_value("Normal")
    page.keyboard.press("p")
    expect(priority).to_be_focused()
    page.keyboard.type("urg")
    page.keyboard.press("Enter")
    toast = page.get_by_role("alert").filter(has_text="Priority: Urgent")
    toast.get_by_role("button", name="Undo").click()
    expect(priority).to_have_value("Normal")
    shot("ticket")


def test_first_word_to_a_customer(page, base_url, shot):
    """An agent writes to somebody new: they get it by mail, and it is a ticket."""
    sign_in(page, "ben@deskbell.example")
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("region", name="New ticket")
    customer = form.get_by_role("combobox", name="Customer")
    expect(customer).to_be_focused()
    page.keyboard.type("lindq")
    page.get_by_role("option", name=re.compile("Mira Lindqvist")).click()
    expect(form.get_by_text("mira@northwind.example").first).to_be_visible()
    form.get_by_role("button", name="Choose somebody else").click()
    customer.fill("olga@fjord.example")
    form.get_by_label("Name of the new customer").fill("Olga Fjord")
    form.get_by_label("Subject").fill("Your order is ready")
    form.get_by_role("textbox", name="Message").click()
    page.keyboard.type("You can pick it up tomorrow.")
    expect(form.get_by_text("This is mailed to olga@fjord.example")).to_be_visible()
    shot("new-ticket")
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Your order is ready")).to_be_visible()
    expect(page.get_by_text("Their first ticket here.")).to_be_visible()

    def mailed():
        page.goto(f"{base_url}/demo/inbox")
        return page.get_by_text("olga@fjord.example").count()

    wait_until(mailed, 60, 0.5, lambda: "no mail came")
