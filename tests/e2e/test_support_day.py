"""The support center: a guest asks, the mail opens it, the account is claimed, the talk goes on."""

import re

from playwright.sync_api import expect
from tests.e2e.conftest import PASSWORD as DEMO_PASSWORD
from tests.e2e.conftest import PHONE
from tests.factories.uploads import PNG

GUEST = "lea@hollow.example"
SUBJECT = "The kettle whistles too late"
WORDS = "It boils for minutes before it whistles."
PASSWORD = "another horse, another battery"
FILE = {"name": "kettle.png", "mimeType": "image/png", "buffer": PNG}


def open_mail(page, subject, link):
    """The page behind a link of the guest's newest mail of this subject, in the demonstration's inbox."""
    page.goto(f"/demo/inbox?to={GUEST}")
    mails = page.get_by_role("region", name="Mails")
    mails.get_by_role("link").filter(has_text=subject).first.click()
    with page.expect_popup() as opened:
        page.frame_locator("#mail").get_by_role("link", name=link).click()
    return opened.value


def ask_as_a_guest(page, shot):
    """From the first page; what was typed and attached is there after a reload. The reference."""
    page.goto("/")
    expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()
    shot("support home")
    page.get_by_role("main").get_by_role("link", name="Ask us").click()
    page.get_by_label("Your name").fill("Lea Hollow")
    page.get_by_label("Your email").fill(GUEST)
    page.get_by_label("What is it about?").fill(SUBJECT)
    page.get_by_label("What can we do for you?").fill(WORDS)
    page.get_by_label("Files to attach").set_input_files(FILE)
    attached = page.get_by_role("list", name="Attached files")
    expect(attached).to_contain_text("byte")
    page.reload()
    expect(page.get_by_label("What can we do for you?")).to_have_value(WORDS)
    expect(attached).to_contain_text("kettle.png")
    shot("support ask")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Your ticket has arrived")).to_be_visible()
    shot("support asked")
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.get_by_role("main").inner_text())[0]


def read_by_the_link(page, reference, agent):
    """The guest sees that one ticket with its picture and an agent's answer, and asks for an account."""
    door = open_mail(page, reference, "See your request")
    expect(door.get_by_role("heading", name=SUBJECT)).to_be_visible()
    assert "#" not in door.url
    expect(door.get_by_role("article")).to_contain_text(WORDS)
    expect(door.get_by_role("button", name="kettle.png")).to_be_visible()
    (ticket,) = agent.get("/v1/tickets", params={"reference": reference}).json()["items"]
    answer = agent.post(f"/v1/tickets/{ticket['id']}/messages", json={"text": "Turn the lid a little."})
    assert answer.status_code == 201, answer.text
    door.reload()
    expect(door.get_by_role("article").filter(has_text="Turn the lid a little.")).to_be_visible()
    door.get_by_role("button", name="Get my account").click()
    expect(door.get_by_text("is on its way")).to_be_visible()
    door.close()
    return ticket["id"]


def claim(page):
    """The account is theirs who read the mail."""
    door = open_mail(page, "Your account at", "Choose a password")
    door.get_by_label("New password").fill(PASSWORD)
    door.get_by_role("button", name="Save the password").click()
    door.get_by_role("link", name="Sign in").click()
    door.get_by_label("Email").fill(GUEST)
    door.get_by_label("Password", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="Sign in", exact=True).click()
    return door


def test_support_day(page, program, shot):
    agent = program("ben@deskbell.example", "agent")
    ticket_id = read_by_the_link(page, ask_as_a_guest(page, shot), agent)
    door = claim(page)
    mine = door.get_by_role("list", name="Tickets").get_by_role("link", name=re.compile(SUBJECT))
    expect(mine).to_be_visible()
    door.get_by_role("searchbox", name="Search your tickets").fill("lid whistles")
    door.keyboard.press("Enter")
    expect(door.get_by_text("No ticket of yours holds these words")).to_be_visible()
    door.get_by_role("searchbox", name="Search your tickets").fill("lid")
    door.keyboard.press("Enter")
    mine.click()
    door.get_by_label("Your answer").fill("That helped. Thank you!")
    door.keyboard.press("Control+Enter")
    expect(door.get_by_role("article").filter(has_text="That helped.")).to_be_visible()
    expect(door.get_by_label("Your answer")).to_have_value("")
    door.evaluate("window.stayed = true")
    agent.post(f"/v1/tickets/{ticket_id}/messages", json={"text": "Glad to hear it."})
    expect(door.get_by_role("article").filter(has_text="Glad to hear it.")).to_be_visible()
    assert door.evaluate("window.stayed"), "the page was loaded again"
    door.get_by_role("button", name="Mark as solved").click()
    expect(door.get_by_role("main").get_by_text("Solved", exact=True)).to_be_visible()
    door.goto("/profile")
    expect(door.get_by_label("Name", exact=True)).to_have_value("Lea Hollow")
    answer = door.goto("/no/such/page")
    assert answer.status == 404
    expect(door.get_by_role("main")).to_contain_text("There is no page at this address")
    door.close()


def walk(page):
    """Every screen of the support center, by name, signed out and then in."""
    page.goto("/")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_attached()  # the app has taken over
    yield "support home"
    page.goto("/new")
    page.get_by_label("Your name").fill("Lea")
    page.get_by_label("Your email").fill("support@deskbell.example")
    page.get_by_label("What is it about?").fill("A matter")
    page.get_by_label("What can we do for you?").fill("Some words")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Your email")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("What can we do for you?")).to_have_value("Some words")
    yield "support ask, refused"
    page.goto("/t#token=" + "a" * 43)
    expect(page.get_by_text("This link does not work any more")).to_be_visible()
    yield "support dead link"
    for path, button in (("/find", "Mail me the link"), ("/sign-up", "Sign up"), ("/tickets", "Sign in")):
        page.goto(path)
        expect(page.get_by_role("main").get_by_role("button", name=button, exact=True)).to_be_visible()
        yield f"support {path[1:]} out"
    page.get_by_label("Email").fill("mira@northwind.example")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("navigation", name="State").get_by_role("link", name="All").click()
    first = page.get_by_role("list", name="Tickets").get_by_role("link").first
    expect(first).to_be_visible()
    yield "support tickets"
    first.click()
    expect(page.get_by_role("article").first).to_be_visible()
    yield "support ticket"
    page.goto("/profile")
    expect(page.get_by_role("list", name="Sessions")).to_be_visible()
    yield "support profile"
    page.goto("/search?q=oak")
    expect(page.get_by_role("link", name="Oil a wooden table top")).to_be_visible()
    yield "support search"
    page.goto("/organization")
    expect(page.get_by_text("You don't belong to an organization here")).to_be_visible()
    yield "support organization, none"


def test_nothing_bars_anybody(page, axe, shot):
    """axe over every screen; on a phone nothing is wider than the screen."""
    wide = page.viewport_size
    for screen in walk(page):
        axe(screen, turned=True)
        page.set_viewport_size(PHONE)
        shot(f"{screen}-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        page.set_viewport_size(wide)
