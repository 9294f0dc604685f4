"""axe over every screen: in a wide window, on a phone, at 200 % zoom from right to left, light and dark."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import PHONE, WIDE, ZOOMED
from tests.e2e.steps import open_ticket, sign_in

CHAIRS = "Two of the twelve chairs arrived damaged"
TURNED = "zoomed to 200 %, right to left"
SIZES = {"wide": WIDE, "phone": PHONE, TURNED: ZOOMED}
# The frames of mails have no storage.
TURN = "try { localStorage.setItem('deskbell-direction', 'rtl') } catch {}"


def close(page, what):
    page.keyboard.press("Escape")
    expect(what).to_be_hidden()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=SIZES)
def sized(page, request):
    """A page of that size, read from that side."""
    if request.param == TURNED:
        page.add_init_script(TURN)
    page.set_viewport_size(SIZES[request.param])
    return page


def test_doors(sized, axe):
    page = sized
    page.goto("/agent/")
    page.get_by_label("Email").fill("nobody@deskbell.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe("sign in, refused")
    page.goto("/agent/reset#token=" + "a" * 43)
    page.get_by_label("New password").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Use at least 10 characters")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    axe("reset, refused")
    page.get_by_label("New password").fill("a long enough one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not work any more")
    axe("reset, dead link")
    page.goto("/agent/no/such/page")
    expect(page.get_by_text("There is no page at this address")).to_be_visible()
    axe("missing page")


@pytest.mark.parametrize("sized", ["phone", TURNED], indirect=True)
def test_doorsteps(sized, axe):
    page = sized
    page.goto("/")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    axe("support center")
    page.get_by_role("link", name="Skip to the content").focus()  # behind the demonstration's bar
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    sign_in(page, "ada@deskbell.example", home="/admin/")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert page.evaluate("document.dir") == ("rtl" if page.viewport_size["width"] == 720 else "ltr")
    axe("admin overview")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Commands")).to_be_visible()
    axe("admin palette")
    close(page, page.get_by_role("dialog", name="Commands"))
    menu = page.get_by_role("button", name="Menu", exact=True)
    if menu.is_visible():
        menu.click()
        expect(page.get_by_role("dialog", name="Menu")).to_be_visible()
        axe("admin menu")
    assert fits(page)


def open_menu(page):
    """In a narrow window it has to be opened."""
    menu = page.get_by_role("button", name="Menu", exact=True)
    if menu.is_visible():
        menu.click()


def beside_the_list(page, axe):
    """The bar of what is selected, a new ticket, and the overview."""
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar).to_be_visible()
    axe("selected")
    close(page, bar)
    page.keyboard.press("c")
    form = page.get_by_role("region", name="New ticket")
    expect(form.get_by_role("textbox", name="Message")).to_be_visible()
    axe("new ticket")
    page.keyboard.press("Escape")
    close(page, form)
    open_menu(page)
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("region", name="Waiting longest").get_by_role("listitem").first).to_be_visible()
    axe("today")
    assert fits(page)
    back = page.get_by_role("region", name="Today").get_by_role("button", name="Back to the list")
    if back.is_visible():
        back.click()


def test_list_and_what_opens_over_it(sized, axe):
    page = sized
    sign_in(page, "chiara@deskbell.example")
    expect(page.get_by_role("row").first).to_be_visible()
    axe("list")
    page.get_by_role("button", name="Sort").click()
    expect(page.get_by_role("menu")).to_be_visible()
    axe("sort menu")
    close(page, page.get_by_role("menu"))
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()
    axe("filter")
    close(page, page.get_by_role("dialog", name="Filter"))
    for key, name in (("?", "Keyboard"), ("Control+k", "Commands")):
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        axe(name)
        close(page, dialog)
    beside_the_list(page, axe)
    open_menu(page)
    page.get_by_role("button", name="Notifications").click()
    expect(page.get_by_role("button", name="Mark all read")).to_be_visible()
    axe("bell")
    page.get_by_role("button", name="Notifications").click()
    page.get_by_role("button", name=re.compile("^Account of")).click()
    expect(page.get_by_role("menuitem", name="Sign out")).to_be_visible()
    axe("account menu")
    page.get_by_role("menuitem", name="Account and sessions").click()
    expect(page.get_by_text("This one")).to_be_visible()
    axe("sessions")
    page.get_by_role("tab", name="Password").click()
    axe("password")
    close(page, page.get_by_role("dialog", name="Account"))
    assert fits(page)


def test_organizations(sized, axe, program):
    page = sized
    named = {"name": f"Tern {page.viewport_size['width']}"}
    assert (
        program("chiara@deskbell.example", "agent").post("/v1/organizations", json=named).status_code == 201
    )
    sign_in(page, "chiara@deskbell.example")
    expect(page.get_by_role("row").first).to_be_visible()
    open_menu(page)
    page.get_by_role("link", name="Organizations").click()
    found = page.get_by_role("region", name="Organizations").get_by_role("link", name=named["name"])
    expect(found).to_be_visible()
    axe("organizations")
    assert fits(page)
    found.click()
    expect(
        page.get_by_role("region", name="Organization").get_by_role("heading", name=named["name"])
    ).to_be_visible()
    axe("organization")
    assert fits(page)


def test_conversation(sized, axe):
    page = sized
    sign_in(page, "chiara@deskbell.example")
    open_ticket(page, CHAIRS)
    expect(page.get_by_text("Warehouse has four left.")).to_be_visible()
    expect(page.get_by_text("Delivered to the mail server for").first).to_be_visible()
    expect(page.get_by_role("region", name="Write").get_by_role("textbox")).to_be_visible()
    axe("conversation")
    assert fits(page)
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("Draft of a note")
    axe("note")
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_label("Address of the link")).to_be_focused()
    axe("link")
    close(page, page.get_by_label("Address of the link"))
    page.get_by_role("region", name="Conversation").focus()
    page.keyboard.press("s")
    expect(page.get_by_role("option", name="Pending")).to_be_visible()
    axe("details, status opened")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_pages_of_mails(page, axe, size):
    page.set_viewport_size(SIZES[size])
    page.goto("/account/claim")
    expect(page.get_by_label("The link from the mail")).to_be_visible()
    axe("claim without a link")
    page.get_by_label("The link from the mail").fill("http://localhost/account/claim#token=" + "a" * 43)
    page.get_by_label("New password").fill("a long enough one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This link doesn't work any more")).to_be_visible()
    axe("claim, dead link")
    page.get_by_role("link", name="Have a new link mailed").click()
    expect(page.get_by_label("Your mail address")).to_be_focused()
    axe("new link")
    page.goto("/demo/inbox")
    page.get_by_role("region", name="Mails").get_by_role("link").filter(has_text=CHAIRS).last.click()
    expect(page.frame_locator("#mail").get_by_text("Hi Mira")).to_be_visible()
    axe("demonstration inbox")
    assert fits(page)
    page.get_by_role("link", name="Write a mail").click()
    expect(page.get_by_label("Subject")).to_be_visible()
    axe("demonstration, new mail")
