"""Floors and inner layers: the contracts in `pyproject.toml`, by import-linter (house.md section 3)."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.architecture.sources import PACKAGE, ROOT

LINTER = Path(sys.executable).parent / "lint-imports"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def lint(folder, *options):
    """import-linter's verdict in a folder."""
    command = [LINTER, "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_floors_are_kept():
    verdict = lint(ROOT)
    assert verdict.returncode == 0, verdict.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in verdict.stdout


def floors():
    """The contract of the floors."""
    (found,) = [each for each in CONTRACTS if each.get("containers") == ["deskbell"]]
    return found


def test_a_new_room_has_to_choose_its_floor():
    assert floors()["exhaustive"] is True
    assert "ignore_imports" not in str(CONTRACTS)


def test_readers_of_the_log_do_not_know_each_other():
    (floor,) = [layer for layer in floors()["layers"] if "(live)" in layer or "live |" in layer]
    assert {"notifications", "live", "search"} <= {name.strip(" ()") for name in floor.split("|")}


def test_each_domain_has_its_inner_floors():
    """A folder with endpoints stands in a contract of its own layers."""
    contained = {name for each in CONTRACTS for name in each.get("containers", [])}
    plain_asgi = {"deskbell.live"}
    rooms = {f"deskbell.{path.parent.name}" for path in PACKAGE.glob("*/endpoints.py")}
    assert rooms - contained - plain_asgi == set()


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("low/models.py", "from sample.high import endpoints"),
        ("low/models.py", "from sample.low import endpoints"),
        ("new/models.py", ""),
    ],
)
def test_the_contracts_bite(tmp_path, file, line):
    """The same kinds of contract over a small package: upward, inside of a domain, and without a floor."""
    package = tmp_path / "sample"
    for name in ("low", "high", Path(file).parent.name):
        (package / name).mkdir(parents=True, exist_ok=True)
        (package / name / "__init__.py").write_text("")
        for module in ("endpoints", "models"):
            (package / name / f"{module}.py").write_text("")
    (package / "__init__.py").write_text("")
    (tmp_path / "setup.ini").write_text(SAMPLE)
    good = not line and file.startswith("low")
    (package / file).write_text(f"{line}\n")
    verdict = subprocess.run(
        [LINTER, "--no-cache", "--config", "setup.ini"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert (verdict.returncode == 0) is good, verdict.stdout


SAMPLE = """
[importlinter]
root_package = sample

[importlinter:contract:floors]
name = floors
type = layers
containers = sample
exhaustive = true
layers =
    high
    low

[importlinter:contract:inner]
name = inner
type = layers
containers =
    sample.low
    sample.high
layers =
    endpoints
    models
"""
