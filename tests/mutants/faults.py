"""How a fault gets into a module that is loaded: into its function, or by running the module once more."""

import importlib
from inspect import unwrap
from pathlib import Path
from types import CodeType

from tests.mutants.mutations import mutants, mutated


def put_in(name, number, functions):
    """Change the function that has the fault, wherever it is known by now. What it made before stays."""
    module, source = _found(name)
    place = mutants(source, functions)[number].function
    code = compile(mutated(source, number, functions), module.__file__, "exec")
    unwrap(getattr(module, place)).__code__ = _named(code, place)


def reload_with(name, number, functions):
    """Make the module's statements anew with the fault; who took something of it by name has the old."""
    module, source = _found(name)
    code = compile(mutated(source, number, functions), module.__file__, "exec")
    exec(code, module.__dict__)  # noqa: S102 - the product's own code, with a fault


def _found(name):
    module = importlib.import_module(name)
    return module, Path(module.__file__).read_text(encoding="utf-8")


def _named(code, name):
    return next(each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == name)
