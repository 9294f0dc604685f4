"""What `make run` does the first time, and that it does none of it again; stand-ins for its tools tell."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.architecture.sources import ROOT

TELL = '#!/bin/sh\necho "$(basename "$0") $*" >>"$SAID"\n'
# `python3 -m venv .venv` of this one gives the environment the other stand-ins.
PYTHON = """\
[ "$1 $2" = "-m venv" ] || exit 0
mkdir -p "$3/bin"
for name in pip npm python deskbell; do cp "$TOOLS/$name" "$3/bin/$name"; done
"""
NPM = """\
[ "$1" != ci ] || mkdir -p node_modules
[ "$1" != run ] || mkdir -p ../api/deskbell/static
"""
INSTALLS = ["pip install", "python -m compileall"]
BUILDS = ["npm ci", "npm run build"]
SERVES = ["deskbell serve --demo"]


@pytest.fixture
def checkout(tmp_path):
    """A clean clone, as far as make looks at it."""
    root = tmp_path / "clone"
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / ".ci", root / ".ci")
    for name in ("frontends/package-lock.json", "frontends/agent/main.tsx", "openapi/openapi.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("{}")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, does in {"python3": PYTHON, "npm": NPM, "pip": "", "python": "", "deskbell": ""}.items():
        (tools / name).write_text(TELL + does)
        (tools / name).chmod(0o755)
    return root


def run(root, *arguments):
    """Run make; what its tools were told to do, each up to its first options."""
    tools, said = root.parent / "tools", root.parent / "said"
    said.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "SAID": str(said), "TOOLS": str(tools)}
    command = ["make", "--silent", "run", f"PYTHON={tools / 'python3'}", *arguments]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, timeout=60)
    return said.read_text().splitlines()


def steps(said, wanted):
    """Whether these steps were done, in this order, and no others."""
    done = [line for line in said if not line.startswith("python3 ")]
    return len(done) == len(wanted) and all(map(str.startswith, done, wanted))


def test_the_second_time_it_only_serves(checkout):
    assert steps(run(checkout), INSTALLS + BUILDS + SERVES)
    assert run(checkout) == SERVES


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("pyproject.toml", INSTALLS),
        ("frontends/agent/main.tsx", BUILDS[1:]),
        ("openapi/openapi.json", BUILDS[1:]),
        ("frontends/package-lock.json", BUILDS),
    ],
)
def test_what_changed_is_done_again(checkout, changed, again):
    run(checkout)
    path = Path(checkout / changed)
    path.write_text(path.read_text() + "\n")
    assert steps(run(checkout), again + SERVES)


def test_the_port_is_handed_on(checkout):
    assert run(checkout, "PORT=8123")[-1] == "deskbell serve --demo --port 8123"
