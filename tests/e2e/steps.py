"""What people do on the screen, by role and label."""

import re

from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD


def sign_in(page, address, password=PASSWORD, home="/agent/"):
    """Sign in at a home's door."""
    page.goto(home)
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_ticket(page, subject):
    """Open a ticket of the list."""
    page.get_by_role("row", name=re.compile(re.escape(subject))).click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


def open_account(page):
    """Open one's own sessions and password; in a narrow window the menu has to be opened first."""
    menu = page.get_by_role("button", name="Menu", exact=True)
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name=re.compile("^Account of")).click()
    page.get_by_role("menuitem", name="Account and sessions").click()
    expect(page.get_by_role("dialog", name="Account")).to_be_visible()


def details(page):
    """The properties of the open ticket, beside it or in a drawer."""
    column = page.get_by_role("complementary", name="Details")
    return column if column.is_visible() else page.get_by_role("dialog", name="Details")
