"""The admin's main road for people: invited, claimed, given a department, raised, lowered, audited."""

import re

import httpx
from playwright.sync_api import expect
from tests.waiting import wait_until

NAME, ADDRESS = "Nia Calloway", "nia@deskbell.example"


def enter(page, home, address, password="deskbell-demo"):
    page.goto(f"/{home}/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def invite(page):
    page.get_by_role("button", name="Invite a colleague").click()
    form = page.get_by_role("dialog", name="Invite a colleague")
    form.get_by_label("Name").fill(NAME)
    form.get_by_label("Email").fill("ben@deskbell.example")
    form.get_by_role("button", name="Send the invitation").click()
    expect(form.get_by_text("Another account has this address.")).to_be_visible()
    expect(form.get_by_label("Name")).to_have_value(NAME)
    form.get_by_label("Email").fill(ADDRESS)
    form.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()


def mailed_link(base_url):
    """The link in the invitation, as it lies in the demonstration's inbox."""

    def mails():
        found = httpx.get(f"{base_url}/v1/demo/inbox", params={"recipient": ADDRESS}, trust_env=False)
        return found.json()["items"]

    wait_until(mails, 40, 0.1, lambda: "no invitation came")
    return re.search(r"https?://\S+/account/claim#token=\S+", mails()[0]["text"])[0]


def accept(browser, base_url):
    """The invited person, in a browser of their own, sets a password by the mailed link."""
    context = browser.new_context()
    theirs = context.new_page()
    theirs.goto(mailed_link(base_url))
    theirs.get_by_label("New password").fill("a whole new sentence")
    theirs.get_by_role("button", name=re.compile("password", re.IGNORECASE)).last.click()
    expect(theirs.get_by_label("New password")).to_be_hidden()
    context.close()


def change_level(page, button, name):
    page.get_by_role("button", name=button).click()
    page.get_by_role("dialog").get_by_role("button", name="Change the level").click()
    expect(page.get_by_text(f"{NAME} is now: {name}")).to_be_visible()


def go(page, name):
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_from_the_invitation_to_the_audit_list(page, browser, base_url, axe):
    enter(page, "admin", "ada@deskbell.example")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    axe("admin overview", turned=True)
    go(page, "People")
    axe("admin people", turned=True)
    invite(page)
    axe("admin person", turned=True)
    accept(browser, base_url)
    page.reload()
    expect(page.get_by_text("No password yet")).to_be_hidden()
    departments = page.get_by_role("region", name="Departments")
    departments.get_by_label("Access to Support").select_option("full")
    departments.get_by_role("button", name="Save the departments").click()
    expect(page.get_by_text("Departments saved")).to_be_visible()
    change_level(page, "Raise to Admin", "Admin")
    change_level(page, "Lower to Customer", "Customer")
    expect(departments).to_be_hidden()
    page.get_by_role("link", name="What happened to this account").click()
    events = page.get_by_role("list", name="Events")
    for sentence in (
        f"Ada Winter changed the level of {NAME}",
        f"Ada Winter changed the departments of {NAME}",
        f"{NAME} has a new password",
        f"Ada Winter made the account {NAME}",
    ):
        expect(events.get_by_text(sentence).first).to_be_visible()
    expect(events.get_by_role("listitem").filter(has_text="changed the level").first).to_contain_text(
        re.compile(r"Admin\s*→\s*Customer")
    )
    axe("admin audit", turned=True)


def test_no_page_of_the_admin_panel_bars_anybody(page, axe):
    enter(page, "admin", "ada@deskbell.example")
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(links.first).to_be_visible()
    names = [link.inner_text() for link in links.all()]
    assert len(names) > 20
    # Looked at elsewhere, each in more states; the explorer's inside is Scalar's.
    for name in set(names) - {"Overview", "People", "Audit list", "Settings", "Webhooks", "API explorer"}:
        go(page, name)
        axe(f"admin {name}", turned=True)
    go(page, "User groups")
    page.get_by_role("main").get_by_role("link", name="Registered").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    axe("admin user group", turned=True)


def test_an_admin_can_not_lower_themselves_and_settings_are_searched(page, axe):
    enter(page, "admin", "ada@deskbell.example")
    go(page, "People")
    page.get_by_role("link", name="Ada Winter").click()
    page.get_by_role("button", name="Lower to Agent").click()
    page.get_by_role("dialog").get_by_role("button", name="Change the level").click()
    expect(page.get_by_role("alert")).to_contain_text("You can't do this to your own account")
    page.keyboard.press("Escape")
    go(page, "Settings")
    axe("admin settings", turned=True)
    page.get_by_label("Search settings").fill("undo")
    seconds = page.get_by_label("Undo sending for")
    expect(page.get_by_label("Accent color")).to_be_hidden()
    seconds.fill("500")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(seconds).to_have_attribute("aria-invalid", "true")
    seconds.fill("20")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Settings saved")).to_be_visible()
