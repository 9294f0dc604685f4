"""The code as trees, for the rules; and samples of code that breaks them."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "api" / "deskbell"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """One file: its name inside of `api/deskbell` (or of the repository), and its text."""

    name: str
    text: str

    @cached_property
    def tree(self):
        return ast.parse(self.text)

    @cached_property
    def nodes(self):
        return tuple(ast.walk(self.tree))

    @cached_property
    def calls(self):
        """Every call of the file."""
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def functions(self):
        return [node for node in self.nodes if isinstance(node, FUNCTIONS)]

    @property
    def top_functions(self):
        return [node for node in self.tree.body if isinstance(node, FUNCTIONS)]

    @property
    def is_endpoints(self):
        return self.name.endswith("endpoints.py")

    def at(self, node, what):
        """A fault, as it is reported."""
        return f"{self.name}:{node.lineno} {what}"


@cache
def package():
    """Every Python file of the product."""
    return tuple(
        Source(str(path.relative_to(PACKAGE)), path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if "static" not in path.relative_to(PACKAGE).parts
    )


def repository_files():
    """Every file that is committed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def faults(rule, sources=None):
    """What breaks the rule."""
    return [fault for source in (package() if sources is None else sources) for fault in rule(source)]


def breaks(rule, name, text):
    """Whether the rule finds a fault in this sample."""
    return bool(rule(Source(name, text)))


def called(call):
    """The last part of what a call calls: `f` of `f()` and of `x.y.f()`."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def calls_in(node):
    """Every call inside of a node."""
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]


def parameters(function):
    """The names of a function's parameters, in order."""
    arguments = function.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def imports(source):
    """(node, module) of everything that a file imports; `from a import b` counts as `a.b`."""
    found = []
    for node in source.nodes:
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found
