"""Sets of access to departments, as they are compared and recorded."""

from collections.abc import Iterable, Sequence

from deskbell.core.problems import ProblemError
from deskbell.departments.events import Access
from deskbell.departments.problems import NoSuchDepartment
from deskbell.departments.schemas import DepartmentAccessWrite


def as_access(wanted: Iterable[DepartmentAccessWrite]) -> list[Access]:
    """What is wanted, one a department, in order; the last word on a department counts."""
    found = {each.department_id: Access.model_validate(each.model_dump()) for each in wanted}
    return [found[number] for number in sorted(found)]


def refuse_unknown(wanted: Sequence[Access], known: Iterable[int], pointer: str = "/departments") -> None:
    """Raise `NoSuchDepartment` for the first that does not exist."""
    if unknown := {each.department_id for each in wanted} - set(known):
        message = f"There is no department {min(unknown)}."
        raise NoSuchDepartment(errors=[ProblemError(pointer=pointer, message=message)])
