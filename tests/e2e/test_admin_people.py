"""The admin's main road for people: invited by mail, claimed, given a department, raised, lowered, audited."""

import re

from playwright.sync_api import expect

PASSWORD = "a whole new sentence"
NAME, ADDRESS = "Nia Calloway", "nia@deskbell.example"


def enter(page, home, address, password="deskbell-demo"):
    page.goto(f"/{home}/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


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


def accept_by_mail(page, browser, base_url):
    """The invited person, in a browser of their own: opens the mailed link and sets a password."""
    context = browser.new_context(base_url=base_url)
    theirs = context.new_page()
    theirs.goto(f"/demo/inbox?to={ADDRESS}")
    link = theirs.frame_locator("iframe").get_by_role("link").first
    for _ in range(40):
        theirs.goto(f"/demo/inbox?to={ADDRESS}")
        mail = theirs.get_by_role("link", name=re.compile("invit", re.IGNORECASE))
        if mail.count():
            mail.first.click()
            break
        theirs.wait_for_timeout(250)
    theirs.goto(link.get_attribute("href"))
    theirs.get_by_label("New password").fill(PASSWORD)
    theirs.get_by_role("button").last.click()
    return context, theirs


def change_level(page, button, name):
    page.get_by_role("button", name=button).click()
    page.get_by_role("dialog").get_by_role("button", name="Change the level").click()
    expect(page.get_by_text(f"{NAME} is now: {name}")).to_be_visible()
