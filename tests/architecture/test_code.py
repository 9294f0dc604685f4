"""Rules of the code itself: who may commit, import, raise; how long things may be (house.md section 11)."""

import ast
import re

import pytest
from tests.architecture.sources import (
    FUNCTIONS,
    ROOT,
    Source,
    breaks,
    called,
    faults,
    imports,
    package,
    parameters,
    repository_files,
)

pytestmark = pytest.mark.xdist_group("sources")  # one worker reads them
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
ONLY_IN = {
    "httpx": "core/outbound.py",
    "jose": "core/tokens.py",
    "passlib": "core/passwords.py",
    "nh3": "kit/html*.py",
    "pyotp": "sessions/second_factor/codes.py",
    "webauthn": "sessions/second_factor/webauthn.py",
}
LONGEST_FUNCTION = 40
LONGEST = {"api/*.py": 300, "tests/*.py": 500, "frontends/*.tsx": 250}
LONGER_THAN_ALLOWED = []  # empty, and stays so (house.md section 11)


def commits_elsewhere(source):
    """`commit` is called in `core/db.py` only."""
    if source.name == "core/db.py":
        return []
    return [source.at(call, "commits") for call in source.calls if called(call) == "commit"]


def lazy_relationships(source):
    """`relationship(...)` says `lazy="raise"`."""
    found = []
    for call in source.calls:
        lazy = [key.value for key in call.keywords if key.arg == "lazy"]
        raises = [value for value in lazy if isinstance(value, ast.Constant) and value.value == "raise"]
        if called(call) == "relationship" and not raises:
            found.append(source.at(call, "has a relationship that loads by itself"))
    return found


def inner_imports(source):
    """Only `cli` imports inside of functions."""
    if source.name.startswith("cli/"):
        return []
    return [
        source.at(node, f"imports inside of {function.name}")
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def http_exceptions(source):
    """Refusals are problems: nobody makes an `HTTPException`."""
    return [
        source.at(node, "makes an HTTPException")
        for node in source.nodes
        if (isinstance(node, ast.Call) and called(node) == "HTTPException")
        or (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id == "HTTPException")
    ]


def libraries_elsewhere(source):
    """A library that is easily used wrongly stands in one file."""
    found = []
    for node, module in imports(source):
        place = ONLY_IN.get(module.split(".")[0])
        if place and not re.fullmatch(place.replace("*", "[a-z_]*"), source.name):
            found.append(source.at(node, f"imports {module}; only {place} does"))
    return found


def long_functions(source):
    """A function has 40 lines at most, its decorators included."""
    found = []
    for function in source.functions:
        first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
        lines = function.end_lineno - first + 1
        if lines > LONGEST_FUNCTION:
            found.append(source.at(function, f"{function.name} has {lines} lines"))
    return found


def sessions_before_actors(source):
    """The door opens before the transaction does: `Idempotency-Key` is claimed for an actor."""
    found = []
    for function in source.functions if source.is_endpoints else []:
        if function.name.startswith("_"):
            continue
        names = [name.lstrip("_") for name in parameters(function)]
        if "actor" in names and any(
            names.index(each) < names.index("actor") for each in ("session", "reader") if each in names
        ):
            found.append(source.at(function, f"{function.name} takes its session before its actor"))
        elif is_route(function) and "session" in names and "actor" not in names:
            found.append(source.at(function, f"{function.name} has a session without an actor"))
    return found


def is_route(function):
    """Whether a function is decorated as `@router.post(...)`."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in {"get", "post", "put", "patch", "delete"}
        for each in function.decorator_list
    )


def postponed_annotations(source):
    """FastAPI and Pydantic read annotations: none is postponed."""
    return [
        source.at(node, "postpones") for node, name in imports(source) if name == "__future__.annotations"
    ]


def vague_names(source):
    """No file is called by a name that takes anything in."""
    parts = source.name.removesuffix(".py").split("/")
    return [f"{source.name} says nothing" for part in parts if part.lower() in FORBIDDEN_NAMES]


RULES = [
    (commits_elsewhere, "tickets/x.py", "async def f(session):\n    await session.commit()"),
    (lazy_relationships, "tickets/models.py", "class A:\n    b = relationship('B')"),
    (lazy_relationships, "tickets/models.py", "class A:\n    b = relationship('B', lazy='select')"),
    (inner_imports, "tickets/x.py", "def f():\n    import os"),
    (inner_imports, "tickets/x.py", "class A:\n    async def f(self):\n        from os import path"),
    (http_exceptions, "tickets/x.py", "def f():\n    raise HTTPException(404)"),
    (http_exceptions, "tickets/x.py", "def f():\n    raise fastapi.HTTPException(404)"),
    (http_exceptions, "tickets/x.py", "def f():\n    raise HTTPException"),
    (libraries_elsewhere, "tickets/x.py", "import httpx"),
    (libraries_elsewhere, "core/db.py", "from jose import jwt"),
    (libraries_elsewhere, "core/db.py", "from passlib.hash import argon2"),
    (libraries_elsewhere, "kit/text.py", "import nh3"),
    (long_functions, "x.py", "def f():\n" + "    a = 1\n" * 40),
    (sessions_before_actors, "x/endpoints.py", "async def f(session, actor): ..."),
    (sessions_before_actors, "x/endpoints.py", "async def f(reader, body, _actor): ..."),
    (sessions_before_actors, "x/endpoints.py", "@router.post('')\nasync def f(session): ..."),
    (postponed_annotations, "x.py", "from __future__ import annotations"),
    (vague_names, "core/utils.py", ""),
    (vague_names, "helpers/x.py", ""),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, *_ in RULES), ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule):
    assert faults(rule) == []


@pytest.mark.parametrize(("rule", "name", "sample"), RULES)
def test_the_rule_bites(rule, name, sample):
    assert breaks(rule, name, sample)


@pytest.mark.parametrize(
    ("rule", "name", "sample"),
    [
        (commits_elsewhere, "core/db.py", "async def f(session):\n    await session.commit()"),
        (lazy_relationships, "x.py", "a = relationship('B', lazy='raise')"),
        (inner_imports, "cli/x.py", "def f():\n    import os"),
        (libraries_elsewhere, "core/outbound.py", "import httpx"),
        (libraries_elsewhere, "kit/html_text.py", "import nh3"),
        (long_functions, "x.py", "def f():\n" + "    a = 1\n" * 39),
        (sessions_before_actors, "x/endpoints.py", "async def f(body, actor, session): ..."),
    ],
)
def test_the_rule_lets_good_code_be(rule, name, sample):
    assert not breaks(rule, name, sample)


def too_long(files):
    """The files over the limit of their kind: [(name, lines)]."""
    found = []
    for path, text in files:
        for pattern, limit in LONGEST.items():
            folder, ending = pattern.split("/*")
            if path.startswith(f"{folder}/") and path.endswith(ending) and len(text.splitlines()) > limit:
                found.append((path, len(text.splitlines())))
    return found


def test_no_file_is_too_long():
    kept = [path for path in repository_files() if path.suffix in {".py", ".tsx"}]
    files = [(str(path.relative_to(ROOT)), path.read_text()) for path in kept]
    assert too_long(files) == LONGER_THAN_ALLOWED == []


def test_the_rule_of_lengths_bites():
    files = [("api/deskbell/a.py", "\n" * 301), ("tests/b.py", "\n" * 501), ("frontends/c/d.tsx", "\n" * 251)]
    assert [path for path, _ in too_long(files)] == ["api/deskbell/a.py", "tests/b.py", "frontends/c/d.tsx"]
    assert not too_long([("api/deskbell/a.py", "\n" * 300), ("tests/b.py", "\n" * 500)])


def test_no_file_of_the_repository_has_a_vague_name():
    names = [str(path.relative_to(ROOT)) for path in repository_files()]
    stems = [(name, {part.split(".")[0].lower() for part in name.split("/")}) for name in names]
    assert [name for name, parts in stems if parts & FORBIDDEN_NAMES] == []


def undocumented(source):
    """Modules and public functions and classes say what they are."""
    found = [] if ast.get_docstring(source.tree) else [f"{source.name} has no docstring"]
    for node in source.tree.body:
        named = isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_")
        if named and not ast.get_docstring(node):
            found.append(source.at(node, f"{node.name} has no docstring"))
    return found


def test_everything_says_what_it_is():
    assert faults(undocumented, package()) == []
    assert undocumented(Source("a.py", "def f(): ..."))
