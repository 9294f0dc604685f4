"""Taking in a file of organizations: all of it, or a report of what is wrong with which line."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.problems import Problem, ProblemError
from deskbell.events.record import record
from deskbell.organizations.actions.change import change_organization
from deskbell.organizations.actions.create import create_organization
from deskbell.organizations.actions.own_domains import own_domains
from deskbell.organizations.events import OrganizationsImported
from deskbell.organizations.importing.reading import COLUMNS, MOST_ERRORS, Line, read_lines, wrong
from deskbell.organizations.importing.schemas import ImportRead
from deskbell.organizations.members.actions.put import add_member, change_member
from deskbell.organizations.members.queries import system_member_for_update
from deskbell.organizations.models import Organization, Role
from deskbell.organizations.problems import ImportHasErrors
from deskbell.organizations.queries import read_organization, system_organization_for_update
from deskbell.organizations.schemas import OrganizationCreate, OrganizationUpdate
from deskbell.permissions.checking import holds
from deskbell.users.actions.create import create_user
from deskbell.users.models import User
from deskbell.users.queries import system_user_id_of

Counts = Counter[str]


class _Refused(Exception):
    """A line can't be taken: which column, and why."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


async def import_lines(session: AsyncSession, actor: Actor, text: str, *, check_only: bool) -> ImportRead:
    """Make or complete the organizations that the file names, with their domains and people.

    What is there stays: domains, labels and members are added, roles and notes set. Raises
    `ImportHasErrors`, with nothing changed. `check_only`: nothing is changed either way.
    """
    lines, errors = read_lines(text)
    counts = Counts()
    async with session.begin_nested() as point:
        if not errors:
            errors = await _take(session, actor, lines, counts)
        if errors or check_only:
            await point.rollback()
    if errors:
        raise ImportHasErrors(errors=errors)
    names = {name: counts[name] for name in ImportRead.model_fields if name not in {"lines", "applied"}}
    return ImportRead(lines=len(lines), applied=not check_only, **names)


async def _take(session: AsyncSession, actor: Actor, lines: list[Line], counts: Counts) -> list[ProblemError]:
    """Take every line; what is wrong with some."""
    errors: list[ProblemError] = []
    known: dict[str, int] = {}
    changed: set[int] = set()
    for line in lines:
        try:
            async with session.begin_nested():
                number = await _take_line(session, actor, line, known, changed, counts)
            known[line.organization.casefold()] = number
        except _Refused as refused:
            errors.append(wrong(line.number, refused.column, refused.message))
        except Problem as problem:
            said = problem.errors[0].message if problem.errors else problem.detail or problem.title
            errors.append(wrong(line.number, _column(problem), said))
        if len(errors) >= MOST_ERRORS:
            break
    counts["organizations_changed"] = len(changed)
    if not errors:
        facts = [OrganizationsImported(organization_id=each) for each in sorted(set(known.values()))]
        await record(session, actor, *facts)
    return errors


async def _take_line(
    session: AsyncSession, actor: Actor, line: Line, known: dict[str, int], changed: set[int], counts: Counts
) -> int:
    number = known.get(line.organization.casefold()) or await _find(session, line.organization)
    if number is None:
        number = (await create_organization(session, actor, OrganizationCreate(name=line.organization))).id
        counts["organizations_created"] += 1
        counts[f"new {number}"] = 1
    before = await read_organization(session, actor, number)
    labels = list(dict.fromkeys([*before.labels, *line.labels]))
    update = OrganizationUpdate(notes=line.notes or None, labels=labels)
    await change_organization(session, actor, number, update, None)
    wanted = [each for each in line.domains if each.lower() not in before.domains]
    if wanted:
        row = await system_organization_for_update(session, number)
        if row is not None:
            await own_domains(session, actor, row, [*before.domains, *wanted])
    await session.flush()
    after = await read_organization(session, actor, number)
    counts["domains_added"] += len(set(after.domains) - set(before.domains))
    if after.version != before.version and not counts[f"new {number}"]:
        changed.add(number)
    if line.email:
        await _take_person(session, actor, number, line, counts)
    return number


def _column(problem: Problem) -> str:
    place = problem.errors[0].pointer.split("/")[1:2] if problem.errors else []
    return place[0] if place and place[0] in COLUMNS else "organization"


async def _find(session: AsyncSession, name: str) -> int | None:
    same = (func.lower(Organization.name) == func.lower(name), Organization.merged_into_id.is_(None))
    found: int | None = await session.scalar(select(Organization.id).where(*same))
    return found


async def _take_person(
    session: AsyncSession, actor: Actor, organization_id: int, line: Line, counts: Counts
) -> None:
    user_id = await system_user_id_of(session, line.email)
    if user_id is None:
        if not holds(actor, "people.create"):
            raise _Refused("email", "Nobody has this address, and you may not add people.")
        user_id = (await create_user(session, actor, name=line.name, address=line.email)).id
        counts["people_created"] += 1
    elif actor.level < Level.admin:
        user = await session.get_one(User, user_id)
        if user.level > Level.user and user_id != actor.user_id:
            raise _Refused("email", "This is no customer's address.")
    row = await system_member_for_update(session, organization_id, user_id)
    if row is None:
        await add_member(session, actor, organization_id, user_id, line.role or Role.member)
        counts["members_added"] += 1
    elif line.role is not None and line.role != row.role:
        await change_member(session, actor, row, {"role": line.role, "manager_until": None})
        counts["members_changed"] += 1
