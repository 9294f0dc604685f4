"""A TypeScript client made of the document: checked by tsc, run by node through a customer's day."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.architecture.sources import ROOT
from tests.factories.departments import make_department
from tests.factories.users import make_user

FRONTENDS = ROOT / "frontends"
FLOW = Path(__file__).with_name("typescript_flow.ts")
ANNA, PASSWORD = "anna@example.org", "correct horse battery staple"
# With the endings that node wants; the front ends' own client is made by Vite's rules.
CONFIG = """
export default {
  input: %s,
  output: { path: %s, module: { extension: '.ts' } },
  logs: { level: 'error' },
  plugins: [{ name: '@hey-api/client-fetch', baseUrl: false }, '@hey-api/typescript', '@hey-api/sdk'],
};
"""
CHECKED = {
    "strict": True,
    "noEmit": True,
    "target": "es2024",
    "module": "esnext",
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": True,
    "types": ["node"],
    "lib": ["es2024", "dom", "dom.iterable"],
}
programs = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}


def node(*command, cwd):
    """Run a program of node's; what it said."""
    done = subprocess.run(
        ["node", *map(str, command)], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def flow(tmp_path_factory):
    """Where the client and the program that uses it stand, checked."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "node_modules").symlink_to(FRONTENDS / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    config = folder / "openapi-ts.config.mjs"
    config.write_text(
        CONFIG % (json.dumps(str(ROOT / "openapi/openapi.json")), json.dumps(str(folder / "made")))
    )
    node(FRONTENDS / "node_modules/@hey-api/openapi-ts/bin/run.js", "-f", config, cwd=folder)
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": CHECKED, "files": ["flow.ts"]}))
    shutil.copy(FLOW, folder / "flow.ts")
    node(FRONTENDS / "node_modules/typescript/bin/tsc", "-p", folder, cwd=folder)
    return folder


@pytest.mark.commits
async def test_create_reply_page_and_typed_problems(flow, served):
    app, address = served
    async with app.state.database.session() as session:
        hashed = await app.state.passwords.hash(PASSWORD)
        await make_department(session, is_default=True)
        await make_user(session, address=ANNA, password_hash=hashed)
    said = json.loads(await asyncio.to_thread(node, "flow.ts", address, ANNA, PASSWORD, cwd=flow))
    assert said == {
        "subjects": [["Matter 0", "Matter 1"], ["Matter 2"]],
        "reply": "Still broken.",
        "can": True,
        "problems": [
            [422, "invalid_request", ["/subject"]],
            [404, "not_found", []],
            [403, "scope_too_low", []],
        ],
        "message": "ticket.created",
    }
