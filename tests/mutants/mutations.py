"""The faults that a function can have: a clause dropped, a comparison turned round, a scope widened."""

import ast
import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass

TURNED = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
}
RENAMED = {
    "true": "false",
    "false": "true",
    "is_": "is_not",
    "is_not": "is_",
    "in_": "not_in",
    "not_in": "in_",
    "any": "all",
    "all": "any",
    "or_": "and_",
    "and_": "or_",
    "union": "intersect",
}
SEVERAL = {"where", "or_", "and_", "union", "union_all"}
"""Calls whose arguments are clauses: each can be dropped."""


@dataclass(frozen=True)
class Mutant:
    """One fault: the place, what stood there and what stands there now."""

    number: int
    function: str
    line: int
    before: str
    after: str

    def __str__(self):
        return f"line {self.line}: {self.before}  ->  {self.after}"


def mutants(source: str, functions: Collection[str] = ()) -> list[Mutant]:
    """Every fault that these functions of a module can have; all functions when none is named."""
    found = []
    tree = ast.parse(source)
    for number, (function, node, other) in enumerate(_alternatives(tree, functions)):
        found.append(Mutant(number, function, node.lineno, _text(node), _text(other)))
    return found


def mutated(source: str, number: int, functions: Collection[str] = ()) -> ast.Module:
    """The module with the fault that has this number in it."""
    tree = ast.parse(source)
    for count, (_, node, other) in enumerate(_alternatives(tree, functions)):
        if count == number:
            _Replace(node, other).visit(tree)
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def _alternatives(tree: ast.Module, functions: Collection[str]) -> Iterator[tuple[str, ast.AST, ast.AST]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if functions and node.name not in functions:
            continue
        for statement in node.body:
            for part in _parts(statement):
                for other in _others(part):
                    yield node.name, part, ast.copy_location(other, part)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """What a function is made of, without the types and the functions that stand in it."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "args"} and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _parts(child)


def _others(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp() | ast.BoolOp() | ast.UnaryOp() | ast.Compare():
            yield from _other_terms(node)
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.If(test=ast.BoolOp() | ast.Name() | ast.Attribute() | ast.Call()):
            yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Call():
            yield from _other_calls(node)


def _other_terms(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            yield node.left
            yield node.right
        case ast.BinOp(op=ast.Sub()):
            yield node.left
        case ast.BoolOp():
            for dropped in range(len(node.values)):
                rest = node.values[:dropped] + node.values[dropped + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield node.operand
        case ast.Compare(ops=[operator]):
            for turned in TURNED.get(type(operator), ()):
                yield ast.Compare(node.left, [turned()], node.comparators)


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in RENAMED:
        other = copy.copy(node.func)
        setattr(other, "attr" if isinstance(other, ast.Attribute) else "id", RENAMED[name])
        yield ast.Call(other, node.args, node.keywords)
    if name == "exists" and isinstance(node.func, ast.Attribute):
        yield ast.UnaryOp(ast.Invert(), node)
    if name in SEVERAL and len(node.args) + (name == "where") > 1:
        for dropped in range(len(node.args)):
            rest = node.args[:dropped] + node.args[dropped + 1 :]
            empty = isinstance(node.func, ast.Attribute) and not rest
            yield node.func.value if empty else ast.Call(node.func, rest, node.keywords)


class _Replace(ast.NodeTransformer):
    def __init__(self, node: ast.AST, other: ast.AST) -> None:
        self.node, self.other = node, other

    def visit(self, node: ast.AST) -> ast.AST:
        return self.other if node is self.node else self.generic_visit(node)


def _text(node: ast.AST) -> str:
    """The first line of the code, short enough for a list."""
    line = ast.unparse(node).splitlines()[0]
    return line if len(line) <= 90 else line[:87] + "..."
