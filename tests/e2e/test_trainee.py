"""An admin builds the trainee in the panel and makes one: who reads, notes, assigns, and sees just that."""

import re

from playwright.sync_api import expect
from tests.e2e.steps import details, sign_in

NAME, ADDRESS = "Kenji Sato", "kenji@satoworks.example"
ACTS = ("See", "Write notes", "Assign")


def build_the_group(page, axe):
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Agent groups").click()
    page.get_by_role("button", name="New agent group").click()
    form = page.get_by_role("dialog", name="New agent group")
    form.get_by_label("Name").fill("Beginners")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Beginners")).to_be_visible()
    gives = page.get_by_role("region", name="What its agents may do")
    gives.get_by_label("Mark as spam: all tickets").check()
    expect(gives.get_by_role("status")).to_contain_text("Delete others' tickets")
    gives.get_by_label("Delete: all tickets").uncheck()
    expect(gives.get_by_label("Mark my tickets as spam")).not_to_be_checked()
    for act in ACTS:
        gives.get_by_label(f"{act}: all tickets").check()
    axe("admin agent group")
    gives.get_by_role("button", name="Save permissions").click()
    expect(page.get_by_text("The permissions are changed")).to_be_visible()
    expect(gives.get_by_label("Assign unassigned tickets")).to_be_checked()
    departments = page.get_by_role("region", name="Departments")
    departments.get_by_label("Access to Support", exact=True).select_option("full")
    departments.get_by_role("button", name="Save the departments").click()
    expect(page.get_by_text("Departments saved")).to_be_visible()


def raise_somebody(page, axe):
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name="Raise to Agent").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="Agent groups").click()
    page.get_by_role("option", name="Beginners").click()
    form.get_by_text("May sign in to the agent panel").click()
    form.get_by_role("button", name="Change the level").click()
    expect(page.get_by_text(f"{NAME} is now: Agent")).to_be_visible()
    rights = page.get_by_role("region", name="Rights")
    rights.get_by_role("button", name="Show and change the permissions").click()
    given = rights.get_by_label("Assign others' tickets, from Beginners")
    expect(given).to_be_checked()
    expect(given).to_be_disabled()
    axe("admin agent's rights")


def sees_just_that(page):
    expect(page.get_by_role("row").first).to_be_visible()
    expect(page.get_by_role("button", name="New ticket")).to_be_hidden()
    expect(page.get_by_role("link", name="Organizations")).to_be_hidden()
    page.get_by_role("row").first.click()
    writing = page.get_by_role("region", name="Write")
    expect(writing.get_by_role("textbox", name="Internal note")).to_be_visible()
    expect(writing.get_by_role("radiogroup", name="Kind of message")).to_be_hidden()
    expect(page.get_by_role("button", name="Solve")).to_be_hidden()
    column = details(page)
    expect(column.get_by_label("Assignee").first).to_be_enabled()
    expect(column.get_by_label("Status").first).to_be_disabled()
    expect(column.get_by_role("button", name="Delete the ticket")).to_be_hidden()
    page.keyboard.press("Control+k")
    commands = page.get_by_role("dialog", name="Commands")
    expect(commands.get_by_role("option", name=re.compile("^Write an internal note"))).to_be_visible()
    for name in ("Reply to the customer", "Solve", "Change the status", "New ticket"):
        expect(commands.get_by_role("option", name=re.compile(rf"^{name}\b"))).to_have_count(0)
    page.keyboard.press("Escape")
    expect(commands).to_be_hidden()
    page.keyboard.press("u")
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar.get_by_role("button", name="Assign")).to_be_visible()
    for name in ("Change the status", "Change the priority", "Add a label", "Delete"):
        expect(bar.get_by_role("button", name=name)).to_be_hidden()


def test_a_trainee_reads_notes_and_assigns_and_sees_no_more_than_that(page, browser, base_url, axe):
    sign_in(page, "ada@deskbell.example", home="/admin/")
    build_the_group(page, axe)
    raise_somebody(page, axe)
    context = browser.new_context(base_url=base_url, viewport={"width": 1440, "height": 900})
    theirs = context.new_page()
    sign_in(theirs, ADDRESS)
    sees_just_that(theirs)
    context.close()
