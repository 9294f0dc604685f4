"""The faults are those that they say they are, and a module with one of them is another module."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.mutants.mutations import mutants, mutated
from tests.mutants.targets import TARGETS

SOURCE = '''
def seen(actor: int | None, rows: list) -> int | None:
    """Rows a | b."""
    if actor is None:
        return false()
    return (own(actor) | followed(actor)) & rows.where(alive, known)

def other(actor):
    return actor == 1
'''
ROOT = Path(__file__).parents[2]
LEAST = 300


def test_each_clause_can_be_dropped_and_each_comparison_turned():
    found = [(each.before, each.after) for each in mutants(SOURCE, ["seen"])]
    assert found == [
        ("actor is None", "actor is not None"),
        ("false()", "true()"),
        ("(own(actor) | followed(actor)) & rows.where(alive, known)", "own(actor) | followed(actor)"),
        ("(own(actor) | followed(actor)) & rows.where(alive, known)", "rows.where(alive, known)"),
        ("own(actor) | followed(actor)", "own(actor)"),
        ("own(actor) | followed(actor)", "followed(actor)"),
        ("rows.where(alive, known)", "rows.where(known)"),
        ("rows.where(alive, known)", "rows.where(alive)"),
    ]


def test_one_fault_stands_in_the_module_and_the_rest_as_it_was():
    before = ast.unparse(ast.parse(SOURCE))
    for each in mutants(SOURCE):
        after = ast.unparse(mutated(SOURCE, each.number))
        assert after != before
        assert sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)) == 1


@pytest.mark.parametrize("way", ["put_in", "reload_with"])
def test_a_fault_is_in_the_function(way):
    """In a process of its own: in this one the product has to stay as it is."""
    code = f"""
from tests.mutants import faults
from deskbell.permissions import matrix
print(sorted(matrix.scopes_of(frozenset(), "view")))
matrix.scopes_of.cache_clear()
faults.{way}("deskbell.permissions.matrix", 0, ())
print(sorted(matrix.scopes_of(frozenset(), "view")))
"""
    out = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": "api:."},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = out.stdout.splitlines()
    assert before == "['followed', 'mine', 'team']"
    assert after == "['followed', 'mine', 'others', 'team', 'unassigned']"


def test_there_are_hundreds_of_faults_and_no_survivor():
    count = 0
    for name, target in TARGETS.items():
        source = (ROOT / Path("api", *name.split("."))).with_suffix(".py").read_text(encoding="utf-8")
        known = {each.name for each in ast.walk(ast.parse(source)) if hasattr(each, "name")}
        assert set(target.functions) <= known, name
        for test in target.tests:
            module, _, function = test.partition(":")
            text = (ROOT / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8")
            assert f"def {function}(" in text, test
        count += len(mutants(source, target.functions))
    assert count >= LEAST
    assert not Path(__file__).with_name("survivors.txt").read_text(encoding="utf-8")
