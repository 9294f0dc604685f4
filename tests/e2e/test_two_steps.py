"""Two-step sign-in, as a person sets it up and uses it: a telephone's codes, then a passkey."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from playwright.sync_api import expect
from tests.e2e.steps import sign_in

WHO = "mira@northwind.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_passkey_device(page):
    """A device of the browser's own, in place of a finger."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devices


def leave(page):
    page.get_by_role("button", name=re.compile("^Account of")).click()
    page.get_by_role("menuitem", name="Sign out").click()


def test_an_app_a_passkey_and_back(page, axe):
    with_a_passkey_device(page)
    sign_in(page, WHO, home="/sign-in")
    expect(page).to_have_url(re.compile("/tickets$"))
    page.goto("/profile")
    page.get_by_role("button", name="Set up an app").click()
    page.get_by_text("I can't scan it").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Code of your authenticator app").fill(pyotp.TOTP(secret).now())
    axe("two-steps-app", turned=True)
    page.get_by_role("button", name="Turn it on").click()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    axe("two-steps-codes", turned=True)
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("list", name="Passkeys").get_by_role("listitem")).to_have_count(1)
    axe("two-steps-on", turned=True)
    leave(page)
    sign_in(page, WHO, home="/sign-in")
    code = page.get_by_label("Code of your authenticator app")
    axe("two-steps-door", turned=True)
    code.fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not right")
    code.fill(pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30)))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/tickets$"))
    leave(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/tickets$"))
    leave(page)
    sign_in(page, WHO, home="/sign-in")
    page.get_by_role("button", name="Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/tickets$"))
    page.goto("/profile")
    remove = page.get_by_role("button", name=re.compile("^Remove"))
    for left in ("Authenticator app", "Chrom"):
        row = page.get_by_role("button", name=re.compile(f"^Remove: {left}"))
        row.click()
        page.get_by_role("button", name=re.compile(f"^Remove it now: {left}")).click()
        expect(row).to_have_count(0)
    expect(remove).to_have_count(0)
