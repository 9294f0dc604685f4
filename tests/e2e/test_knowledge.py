"""The knowledge base in a browser: written in the agent panel, read by those whom it is for (T06, T11)."""

import re

from playwright.sync_api import expect
from tests.e2e.steps import sign_in

TERMS, ADDRESS = "Trade terms and discounts", "/articles/trade-terms-and-discounts"
TITLE = "Is the Birk stool waterproof?"


def suggested(page, words):
    """What is suggested while one types at the first page."""
    page.goto("/")
    page.get_by_role("searchbox", name="Search for an answer").press_sequentially(words)
    return page.get_by_role("list", name="Suggested articles")


def sees_no_terms(page):
    """By address, by suggestion, by search, and in the list of topics."""
    assert page.goto(ADDRESS).status == 404
    expect(page.get_by_role("main")).to_contain_text("There is no page at this address")
    hints = suggested(page, "return order terms discount")
    expect(hints.get_by_role("link", name="Return an order")).to_be_visible()
    expect(hints.get_by_text(TERMS)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    expect(page.get_by_role("link", name="Return an order")).to_be_visible()
    expect(page.get_by_text(TERMS)).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="Care and repair")).to_be_visible()
    expect(page.get_by_role("link", name="Trade partners")).to_have_count(0)


def test_an_article_is_there_for_its_group_only(page, browser, base_url, shot):
    sees_no_terms(page)
    sign_in(page, "tomas@lumen.example", home="/sign-in")
    expect(page.get_by_role("heading", name="My tickets")).to_be_visible()
    sees_no_terms(page)
    other = browser.new_context(base_url=base_url)
    door = other.new_page()
    door.goto(ADDRESS)
    door.get_by_role("button", name="Sign in and look again").click()
    door.get_by_label("Email").fill("mira@northwind.example")
    door.get_by_label("Password", exact=True).fill("deskbell-demo")
    door.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("heading", name=TERMS)).to_be_visible()
    door.get_by_role("button", name="Yes").click()
    expect(door.get_by_text("Thank you!")).to_be_visible()
    shot("article")
    hints = suggested(door, "trade disc")
    hints.get_by_role("link", name=TERMS).click()
    expect(door.get_by_role("heading", name=TERMS)).to_be_visible()
    other.close()


def test_an_article_is_written_and_found_while_somebody_asks(page, browser, base_url, shot):
    sign_in(page, "chiara@deskbell.example")
    page.get_by_role("link", name="Knowledge").click()
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Care and repair").click()
    page.get_by_role("link", name="New article").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("textbox", name="Article").press_sequentially("No. Oil it before you put it outside.")
    page.get_by_role("link", name="Drafts").click()
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Cancel").click()
    page.get_by_text("As customers see it").click()
    expect(page.get_by_role("article")).to_contain_text("Oil it before you put it outside.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    shot("knowledge editor")
    other = browser.new_context(base_url=base_url)
    guest = other.new_page()
    guest.goto("/new")
    guest.get_by_label("What is it about?").fill("waterproof stool")
    hint = guest.get_by_role("link", name=re.compile(re.escape(TITLE)))
    expect(hint).to_be_visible()
    guest.goto("/articles/is-the-birk-stool-waterproof")
    expect(guest.get_by_role("heading", name=TITLE)).to_be_visible()
    other.close()


def walk(page):
    """Every screen of the knowledge base, by name."""
    expect(suggested(page, "chair wobb").get_by_role("link").first).to_be_visible()
    yield "knowledge suggestions"
    page.goto("/categories/orders-and-delivery")
    page.get_by_role("link", name="When will my order arrive?").click()
    expect(page.get_by_role("heading", name="It is late")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    yield "knowledge article"
    page.get_by_role("link", name="Orders and delivery").click()
    expect(page.get_by_role("link", name="Return an order")).to_be_visible()
    yield "knowledge category"
    sign_in(page, "chiara@deskbell.example", home="/agent/knowledge?show=all")
    expect(page.get_by_role("link", name="Oil a wooden table top")).to_be_visible()
    yield "knowledge list"
    page.get_by_role("link", name=TERMS).click()
    expect(page.get_by_role("textbox", name="Article")).to_be_visible()
    yield "knowledge editor"
    page.get_by_role("button", name="More about this article").click()
    page.get_by_role("menuitem", name="Who may read it").click()
    expect(page.get_by_role("dialog", name="Who may read it")).to_be_visible()
    yield "knowledge audience"


def test_nothing_bars_readers_and_writers(page, axe, shot):
    wide = page.viewport_size
    for screen in walk(page):
        axe(screen, turned=True)
        page.set_viewport_size({"width": 390, "height": 844})
        shot(f"{screen}-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        page.set_viewport_size(wide)
