"""The rule of sight for the agent behind a customer: the same one, over parameters of its own."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlalchemy.sql.visitors import replacement_traverse

_OWN: Final = "actor_"
_THEIRS: Final = "behind_"


def of_behind(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on an actor's rights, over the rights of the one behind them."""

    def other(element: object, **_: object) -> BindParameter[Any] | None:
        if isinstance(element, BindParameter) and element.key.startswith(_OWN):
            return bindparam(_named(element.key), element.value, type_=element.type)
        return None

    return replacement_traverse(condition, {}, other)


def values_of_behind(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of these parameters."""
    return {_named(name): value for name, value in values.items()}


def _named(name: str) -> str:
    return name.replace(_OWN, _THEIRS)
