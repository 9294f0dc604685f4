"""Signing in as a customer: begun with a reason, seen on every page, ended by the agent."""

from playwright.sync_api import expect
from tests.e2e.steps import sign_in

WHO = "Mira Lindqvist"


def test_a_visit_is_seen_and_ended(page, context, program, base_url, axe):
    admin = program("ada@deskbell.example", "admin")
    (found,) = admin.get("/v1/users", params={"q": WHO}).json()["items"]
    sign_in(page, "ada@deskbell.example", home=f"/admin/people/{found['id']}")
    page.get_by_role("button", name="Sign in as this customer").click()
    form = page.get_by_role("dialog", name=f"Sign in as {WHO}")
    form.get_by_label("Reason").fill("She can't find her invoice")
    axe("visit-begin")
    with context.expect_page() as opened:
        form.get_by_role("button", name="Open the support center").click()
    theirs = opened.value
    bar = theirs.get_by_role("region", name="Signed in as a customer")
    expect(bar).to_contain_text(f"Ada Winter, you are signed in as {WHO}")
    theirs.get_by_role("link", name="My tickets").first.click()
    expect(theirs.get_by_role("list", name="Tickets").get_by_role("link").first).to_be_visible()
    theirs.reload()
    expect(bar).to_be_visible()
    with theirs.expect_event("close"):
        bar.get_by_role("button", name="End it").click()
    page.get_by_role("link", name="What happened to this account").or_(
        page.get_by_role("button", name="What happened to this account")
    ).click()
    expect(page.get_by_text("Ada Winter signed in as").first).to_be_visible()
