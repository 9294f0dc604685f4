"""The proof of the spine: an agent's day on the screen, a program's and a customer's over the API."""

import base64
import json
import os
import re
import subprocess
import sys
import threading

import httpx
from playwright.sync_api import expect
from tests.e2e.conftest import ISSUED, Program, end, start
from tests.e2e.steps import open_ticket, sign_in
from tests.waiting import wait_until

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
PASTE = """async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], 'screenshot.png', { type: 'image/png' }));
    document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_wrong_password_says_what_to_do(page):
    sign_in(page, "ben@deskbell.example", "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value("ben@deskbell.example")


def test_ticket_of_a_program_is_answered_on_the_screen(page, program, shot):
    sign_in(page, "ben@deskbell.example")
    expect(page.get_by_role("grid", name="Tickets")).to_be_visible()
    other = program("ben@deskbell.example", "agent")
    subject = "The kettle whistles in B flat"
    requester = {"name": "Mira Lindqvist", "email": "mira@northwind.example"}
    body = {
        "subject": subject,
        "text": "It should be A.",
        "agent": {"requester": requester, "as_requester": True},
    }
    ticket = other.post("/v1/tickets", json=body).json()
    open_ticket(page, subject)

    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("Between us: the kettle is right.")
    page.keyboard.press("Control+Enter")
    note = page.get_by_role("article").filter(has_text="Between us")
    expect(note).to_contain_text("Internal note")

    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("Look at this picture: ")
    page.evaluate(PASTE, PICTURE)
    expect(page.get_by_role("region", name="Write").get_by_role("textbox").get_by_role("img")).to_be_visible()
    shot("composer")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_role("article").filter(has_text="Look at this picture").locator("img")).to_be_visible()

    customer = program("mira@northwind.example", "user")
    messages = until_two(customer, f"/v1/tickets/{ticket['id']}/messages")
    assert messages[0]["text"].strip() == "It should be A."
    assert "Between us" not in json.dumps(messages)
    assert len(messages) == 2
    (picture,) = messages[1]["attachments"]
    assert picture["inline"]
    assert httpx.get(f"{customer.http.base_url}".rstrip("/") + picture["url"]).content == base64.b64decode(
        PICTURE
    )
    assert customer.get(f"/v1/tickets/{ticket['id']}").json()["status"]["kind"] == "solved"


def until_two(customer, path):
    """What the customer reads, once the reply has come: it can be called back for five seconds."""
    found = []

    def has_two():
        found[:] = customer.get(path).json()["items"]
        return len(found) == 2

    wait_until(has_two, seconds=40, pause=0.1, said=lambda: found)
    return found


def test_keys_lead_through_the_list(page, shot):
    sign_in(page, "chiara@deskbell.example")
    expect(page.get_by_role("row", name=re.compile("Two of the twelve chairs"))).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("ticket"))
    page.keyboard.press("k")
    expect(page.get_by_role("region", name="Conversation")).to_have_count(1)
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_visible()
    shot("keys")


class Listener(threading.Thread):
    """A live stream of another program: when it began and when it ended."""

    def __init__(self, base_url, token):
        super().__init__(daemon=True)
        self.address, self.token = f"{base_url}/v1/stream", token
        self.opened, self.ended = threading.Event(), threading.Event()

    def run(self):
        headers = {"authorization": f"Bearer {self.token}"}
        with httpx.stream("GET", self.address, headers=headers, timeout=30, trust_env=False) as answer:
            assert answer.status_code == 200
            for _ in answer.iter_raw():
                self.opened.set()
        self.ended.set()


def test_lowered_agent_is_out_at_once(page, program, base_url, demo):
    admin = program("ada@deskbell.example", "admin")
    body = {"name": "Dora Lang", "email": "dora@deskbell.example"}
    dora = admin.post("/v1/users", json=body).json()
    give_password(demo, base_url)
    assert admin.put(f"/v1/users/{dora['id']}/level", json={"level": "agent"}).status_code == 200
    assert (
        admin.put(f"/v1/users/{dora['id']}/departments", json={"department_ids": [1, 2, 3]}).status_code
        == 200
    )
    everything = admin.get("/v1/agent-groups").json()["items"][0]["id"]
    assert admin.put(f"/v1/agent-groups/{everything}/members/{dora['id']}").status_code == 200
    agent = Program(base_url, "dora@deskbell.example", "agent", "a long enough one")
    listener = Listener(base_url, agent.token)
    listener.start()
    assert listener.opened.wait(10)
    sign_in(page, "dora@deskbell.example", "a long enough one")
    expect(page.get_by_role("grid", name="Tickets")).to_be_visible()

    assert admin.put(f"/v1/users/{dora['id']}/level", json={"level": "user"}).status_code == 200
    assert agent.get("/v1/statuses").status_code == 403
    agent.http.close()
    assert listener.ended.wait(5), "the stream went on"
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=10_000)


def give_password(served, base_url):
    """Give the account a password by a reset link, as the operator does on the terminal."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DESKBELL_DATA_DIR": str(served.data),
    }
    script = "from deskbell.cli import main; main(prog_name='deskbell')"
    command = [sys.executable, "-c", script, "user", "reset-link", "dora@deskbell.example"]
    said = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    token = re.search(r"#token=(\S+)", said)[1]
    ISSUED.append(token)
    body = {"token": token, "new_password": "a long enough one"}
    assert httpx.post(f"{base_url}/v1/password-resets", json=body, trust_env=False).status_code == 204
    assert httpx.post(f"{base_url}/v1/password-resets", json=body, trust_env=False).status_code >= 400


def test_first_start_makes_the_first_admin(page, shot, axe):
    served, folder = start()
    try:
        served.wait_for(r"#token=\S+")
        token = re.search(r"#token=(\S+)", served.output)[1]
        page.goto(f"http://localhost:{served.port}/")
        expect(page.get_by_text("Open the set-up link that the server printed")).to_be_visible()
        page.goto(f"http://localhost:{served.port}/agent/setup#token={token}")
        expect(page.get_by_role("textbox").first).to_be_visible()
        assert token not in page.url
        shot("setup")
        page.get_by_label(re.compile("helpdesk", re.IGNORECASE)).fill("Pine Street Help")
        page.get_by_label(re.compile("your name", re.IGNORECASE)).fill("Ida First")
        page.get_by_label("Email").fill("ida@pine.example")
        page.get_by_label("New password").fill("short")
        page.keyboard.press("Enter")
        expect(page.get_by_label("New password")).to_be_focused()
        expect(page.get_by_text("Use at least 10 characters")).to_be_visible()
        expect(page.get_by_label("New password")).to_have_value("short")
        axe("set-up", turned=True)
        page.get_by_label("New password").fill("a long enough one")
        page.keyboard.press("Enter")
        expect(page.get_by_role("navigation", name="Views")).to_be_visible(timeout=15_000)
        shot("empty")
    finally:
        end(served, folder)


def test_t26_no_log_holds_a_token(demo):
    assert ISSUED
    assert [token for token in ISSUED if token in demo.output] == []
