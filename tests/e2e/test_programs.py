"""An admin lets programs in: a service account with a key, an app, one's own key; each is ended again."""

import httpx
from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD
from tests.e2e.steps import open_account, sign_in


def kept(page, label):
    """The secret that is shown for the only time."""
    return page.get_by_role("status").filter(has_text=label).get_by_role("code").inner_text()


def status_with(base_url, key):
    """What a program with this key is answered."""
    header = {"authorization": f"Bearer {key}"}
    return httpx.get(f"{base_url}/v1/users/me", headers=header, trust_env=False).status_code


def test_an_admin_lets_programs_in_and_ends_them(page, base_url, axe):
    sign_in(page, "ada@deskbell.example", home="/admin/")
    page.get_by_role("link", name="Service accounts").click()
    page.get_by_label("New service account").fill("Order system")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("button", name="New key: Order system").click()
    dialog = page.get_by_role("dialog", name="New key for Order system")
    dialog.get_by_label("Name", exact=True).fill("Nightly export")
    dialog.get_by_label("Current password").fill("not this one")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("This is not your current password.")).to_be_visible()
    expect(dialog.get_by_label("Name", exact=True)).to_have_value("Nightly export")
    axe("admin new key", turned=True)
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("it is not shown again")).to_be_visible()
    key = kept(dialog, "Nightly export")
    assert status_with(base_url, key) == 200
    dialog.get_by_role("button", name="I have kept it").click()
    axe("admin service accounts", turned=True)
    page.get_by_role("link", name="API keys").click()
    row = page.get_by_role("row", name="Nightly export")
    expect(row).to_contain_text("Order system")
    axe("admin keys", turned=True)
    row.get_by_role("button", name="Revoke: Nightly export").click()
    row.get_by_role("button", name="Revoke for good: Nightly export").click()
    expect(row).to_be_hidden()
    assert status_with(base_url, key) == 401
    register_and_end_an_app(page, axe)
    own_key(page, base_url, axe)


def register_and_end_an_app(page, axe):
    """A confidential app: a wrong address is said at its field, the secret is shown once."""
    page.get_by_role("link", name="Apps of others").click()
    page.get_by_role("button", name="Register an app").click()
    dialog = page.get_by_role("dialog", name="Register an app")
    dialog.get_by_label("Name", exact=True).fill("Warehouse")
    dialog.get_by_label("Kind").select_option("yes")
    dialog.get_by_label("Addresses to go back to").fill("http://shop.example/")
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_role("button", name="Register the app").click()
    expect(dialog.get_by_text("Use https; or http on this machine")).to_be_visible()
    axe("admin new app", turned=True)
    dialog.get_by_label("Addresses to go back to").fill("https://shop.example/")
    dialog.get_by_role("button", name="Register the app").click()
    expect(dialog.get_by_text("it is not shown again")).to_be_visible()
    assert kept(dialog, "Client secret").startswith("dbs_")
    dialog.get_by_role("button", name="Done").click()
    card = page.get_by_role("region", name="Warehouse")
    expect(card).to_contain_text("https://shop.example/")
    axe("admin apps", turned=True)
    card.get_by_role("button", name="Disable: Warehouse").click()
    card.get_by_role("button", name="Disable at once: Warehouse").click()
    expect(card.get_by_text("Disabled", exact=True)).to_be_visible()
    card.get_by_role("button", name="Delete: Warehouse").click()
    card.get_by_role("button", name="Delete for good: Warehouse").click()
    expect(card).to_be_hidden()


def own_key(page, base_url, axe):
    """In one's own account, on a phone."""
    page.set_viewport_size({"width": 390, "height": 800})
    open_account(page)
    dialog = page.get_by_role("dialog", name="Account")
    dialog.get_by_role("tab", name="Connected apps").click()
    expect(dialog.get_by_text("No app of anybody else may act for you")).to_be_visible()
    dialog.get_by_role("tab", name="API keys").click()
    dialog.get_by_role("button", name="New API key").click()
    dialog.get_by_label("Name", exact=True).fill("My script")
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("it is not shown again")).to_be_visible()
    key = kept(dialog, "My script")
    dialog.get_by_role("button", name="I have kept it").click()
    axe("account keys", turned=True)
    dialog.get_by_role("button", name="Revoke: My script").click()
    dialog.get_by_role("button", name="Revoke for good: My script").click()
    expect(dialog.get_by_text("You have none")).to_be_visible()
    assert status_with(base_url, key) == 401
