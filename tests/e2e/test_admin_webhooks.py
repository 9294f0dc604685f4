"""An admin adds a webhook, sees its secret once, sends a test and reads what became of it."""

from playwright.sync_api import expect
from tests.e2e.steps import sign_in

NOWHERE = "http://127.0.0.1:9999/hooks"


def test_a_webhook_from_the_form_to_its_delivery(page, axe):
    sign_in(page, "ada@deskbell.example", home="/admin/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Webhooks", exact=True).click()
    expect(page.get_by_text("No webhook yet")).to_be_visible()
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_role("textbox", name="Address").fill("ftp://example.org")
    page.get_by_role("textbox", name="Description").fill("The shop")
    page.get_by_role("button", name="All that customers may know").click()
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_text("only http and https addresses are reached")).to_be_visible()
    expect(page.get_by_role("textbox", name="Description")).to_have_value("The shop")
    expect(page.get_by_role("textbox", name="Address")).to_be_focused()
    axe("webhook, refused", turned=True)
    page.get_by_role("textbox", name="Address").fill(NOWHERE)
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    axe("webhook, its secret", turned=True)

    page.get_by_role("link", name="Go on to the webhook").click()
    expect(page.get_by_role("heading", level=1, name="The shop")).to_be_visible()
    expect(page.get_by_text("whsec_")).to_have_count(0)
    page.get_by_role("button", name="Send a test").click()
    delivery = page.get_by_role("list", name="Deliveries").get_by_role("link", name="webhook.test")
    expect(delivery).to_contain_text("Given up")
    axe("webhook", turned=True)
    delivery.click()
    expect(page.get_by_role("heading", name="Attempt 1")).to_contain_text("No answer")
    expect(page.get_by_text("the address is private").first).to_be_visible()
    expect(page.get_by_text('"type": "webhook.test"')).to_be_visible()
    axe("webhook delivery", turned=True)
    page.set_viewport_size({"width": 390, "height": 844})
    axe("webhook delivery, phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="The webhook").click()
    axe("webhook, phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("No webhook yet")).to_be_visible()
