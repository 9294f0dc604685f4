"""A real `deskbell serve --demo`, and a browser that reports what the console complains of."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from tests.ops.served import Served, free_port

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "deskbell-demo"
API_HOST, STATIC_HOST = "api.desk.localhost", "help.desk.localhost"  # one site, two hosts
# The browser logs what the API refuses, that it is offline where a test wants that, and that a mail's frame
# runs nothing, not even Playwright's.
REFUSALS = (
    *(f"status of {status}" for status in (400, 401, 403, 404, 409, 410, 422, 429)),
    "document's frame is sandboxed",
    "net::ERR_INTERNET_DISCONNECTED",
)
AXE = Path(__file__).parents[2] / "frontends/node_modules/axe-core/axe.min.js"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ZOOMED = {"width": 720, "height": 450}  # the wide window at 200 %
RUN_AXE = """async ([scheme, only]) => {
    const frame = () => new Promise(requestAnimationFrame);
    const painted = () => document.documentElement.dataset.mantineColorScheme ?? scheme; // ours follow by CSS
    while (painted() !== scheme) await frame();
    await frame();
    await frame();
    const still = document.getAnimations().map((each) => each.finished.catch(() => null));
    await Promise.all(still);
    const rules = only ? { runOnly: { type: 'rule', values: [only] } } : {};
    const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false, ...rules });
    return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}"""
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's headless shell where it is: a browser without a window costs the processors half."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return {"executable_path": found, "args": FLAGS}


def start(*options, settings=None):
    """A server of its own: the server, its folder."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-e2e-"))
    folder.chmod(0o711)
    served = Served(folder / "data", free_port(), *options, settings=settings)
    served.wait_until_ready()
    return served, folder


def end(served, folder):
    """Stop it, and remove what it left."""
    served.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def static_port():
    """Where the builds may stand as static files on another host, too."""
    return free_port()


@pytest.fixture(scope="session")
def demo(static_port):
    """The demonstration helpdesk."""
    origins = json.dumps({f"http://{STATIC_HOST}:{static_port}": "admin"})
    settings = {"DESKBELL_ORIGINS": origins, "DESKBELL_HOSTS": json.dumps([API_HOST])}
    served, folder = start("--demo", settings=settings)
    yield served
    end(served, folder)


@pytest.fixture(scope="session")
def base_url(demo):
    return f"http://localhost:{demo.port}"


ISSUED = []


class Program:
    """Another program, on the API with a token of its own."""

    def __init__(self, base_url, address, scope, password=PASSWORD):
        self.http = httpx.Client(base_url=base_url, timeout=20, trust_env=False)
        answer = self.http.post("/v1/sessions", json={"email": address, "password": password, "scope": scope})
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["access_token"]
        self.user = answer.json()["user"]
        ISSUED.append(self.token)
        self.http.headers["authorization"] = f"Bearer {self.token}"

    def __getattr__(self, name):
        return getattr(self.http, name)


@pytest.fixture(scope="session")
def program(base_url):
    """`program(address, scope)`: another program that is signed in."""
    made = []

    def sign_in(address, scope):
        made.append(Program(base_url, address, scope))
        return made[-1]

    yield sign_in
    for each in made:
        each.http.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Readers who want nothing to move: no frame is painted for its own sake."""
    return browser_context_args | {"reduced_motion": "reduce"}


@pytest.fixture
def context(context):
    """A browser whose console stays clean on all its pages: what the policy blocks is complained of there."""
    complaints = []
    context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    assert [line for line in complaints if not any(refusal in line for refusal in REFUSALS)] == []


@pytest.fixture
def shot(page):
    """`shot(name)`: a picture for people to look at, in the folder that DESKBELL_SHOTS names."""

    def take(name):
        if folder := os.environ.get("DESKBELL_SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take


@pytest.fixture
def axe(page, shot):
    """`axe(screen)`: nothing on this screen bars anybody; a picture of each look.

    In a wide window all rules hold in the light, and the colors in the dark as well. A phone is dark, and at
    200 % it is light: what is there or not depends on the width, colors do not. With `turned` the screen is
    seen a second time where it stands: dark, at 200 % zoom and from right to left, by all rules.
    """

    def run(scheme, rule=None):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(RUN_AXE, [scheme, rule])
        shot(f"{run.screen}-{scheme}-{page.viewport_size['width']}")
        return found

    def look(screen, *, turned=False):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        run.screen, size = screen, page.viewport_size
        found = [] if size["width"] == PHONE["width"] else run("light")
        if turned:
            page.set_viewport_size(ZOOMED)
            page.evaluate("document.documentElement.dir = 'rtl'")
            found += run("dark")
            page.evaluate("document.documentElement.dir = 'ltr'")
            page.set_viewport_size(size)
        elif size["width"] != ZOOMED["width"]:
            found += run("dark", None if size["width"] == PHONE["width"] else "color-contrast")
        page.emulate_media(color_scheme="light")
        assert found == [], screen

    return look
