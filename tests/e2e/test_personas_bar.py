"""`make run` opens on the persona bar: another persona, the same page, and what appeared and vanished."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

CHAIRS = "Two of the twelve chairs arrived damaged"


def test_one_ticket_with_four_pairs_of_eyes(page, base_url):
    page.goto(f"{base_url}/")
    bar = page.get_by_role("complementary", name="Demonstration")
    persona = {name: bar.get_by_role("button", name=name) for name in ("Guest", "Customer", "Agent", "Admin")}
    expect(persona["Guest"]).to_have_attribute("aria-pressed", "true")
    persona["Agent"].click()
    page.wait_for_url(f"{base_url}/agent/**")
    expect(persona["Agent"]).to_have_attribute("aria-pressed", "true")
    page.get_by_role("navigation", name="Views").get_by_role("link", name=re.compile("^Mine")).click()
    page.get_by_role("row", name=re.compile(CHAIRS)).click()
    page.wait_for_url(re.compile(r"/agent/tickets/\d+"))
    at_the_desk = re.compile(rf"{urlsplit(page.url).path}($|\?)")
    note = page.get_by_text("Warehouse has four left.")
    expect(note).to_be_visible()

    persona["Customer"].click()
    page.wait_for_url(re.compile(r"/tickets/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    expect(persona["Customer"]).to_have_attribute("aria-pressed", "true")
    expect(bar).to_contain_text("Mira Lindqvist")
    expect(bar.get_by_role("status")).to_contain_text("1 internal note")
    expect(page.get_by_role("heading", name=CHAIRS)).to_be_visible()
    expect(note).to_have_count(0)

    persona["Agent"].click()
    page.wait_for_url(at_the_desk)
    expect(note).to_be_visible()
    persona["Admin"].click()
    page.wait_for_url(f"{base_url}/admin/")
    expect(bar).to_contain_text("Ada Winter")
    persona["Guest"].click()
    page.wait_for_url(f"{base_url}/")
    expect(persona["Guest"]).to_have_attribute("aria-pressed", "true")
