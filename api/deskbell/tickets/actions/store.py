"""Storing a message: with its words, and with the ticket as it is then, in one statement (stack.md)."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    Label,
    ScalarSelect,
    String,
    Table,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from deskbell.core.prepared import Prepared
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.tickets.actions.defaults import BY_DEFAULT, DEFAULTED, usual_values
from deskbell.tickets.messages.models import Message, MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.users.models import User, UserAddress

SEARCH_LANGUAGE: ColumnElement[Any] = literal_column("'simple'::regconfig")
SUBJECT_WEIGHT: ColumnElement[Any] = literal_column("'A'")
REQUESTER = ("requester_name", "requester_email", "organization_name")
SAID = ("kind", "channel", "author_id", "by_staff", "html", "text", "reply_html")
_TICKETS = cast("Table", Ticket.__table__)
_MESSAGES = cast("Table", Message.__table__)
_WORDS = cast("Table", MessageSearch.__table__)
_CHANGES = (  # what a message may change of its ticket
    *("version", "updated_at", "preview", "message_count", "public_message_count"),
    *("status_id", "status_kind"),
)
_NEW = tuple(name for name in _TICKETS.c.keys() if name not in {"id", "created_at", "updated_at"})  # noqa: SIM118 - of columns


def subject_words(subject: ColumnElement[str]) -> ColumnElement[str]:
    """The words of a subject, which count for more than those of a message."""
    return func.setweight(func.to_tsvector(SEARCH_LANGUAGE, subject), SUBJECT_WEIGHT)


def _given(table: Table, names: tuple[str, ...], prefix: str = "") -> dict[str, Any]:
    return {name: bindparam(f"{prefix}{name}", type_=table.c[name].type) for name in names}


def _storing(ticket: CTE, *, first: bool) -> Prepared:
    """`ticket`: the statement that stores the ticket, and gives `id`, `department_id` and `subject`."""
    said = _given(_MESSAGES, SAID)
    row = insert(_MESSAGES).from_select(["ticket_id", *SAID], select(ticket.c.id, *said.values()))
    stored = row.returning(_MESSAGES.c.id, _MESSAGES.c.created_at).cte("stored")
    words: ColumnElement[Any] = func.to_tsvector(SEARCH_LANGUAGE, bindparam("searched", type_=String))
    if first:
        words = subject_words(ticket.c.subject).op("||")(words)
    columns = ["message_id", "created_at", "ticket_id", "department_id", "internal", "words"]
    internal = bindparam("internal", type_=Boolean)
    found_by = select(
        stored.c.id, stored.c.created_at, ticket.c.id, ticket.c.department_id, internal, words
    ).select_from(stored.join(ticket, literal_column("true")))
    findable = insert(_WORDS).from_select(columns, found_by).cte("findable")
    author = select(User.name).where(User.id == bindparam("author_id", type_=BigInteger)).scalar_subquery()
    answer = select(
        stored.c.id,
        stored.c.created_at,
        ticket.c.id.label("ticket_id"),
        author.label("author_name"),
        *(given.label(name) for name, given in said.items()),
        literal_column("null").label("files"),
        *(_of_new(ticket) if first else []),
    )
    return Prepared(answer.select_from(stored.join(ticket, literal_column("true"))).add_cte(findable))


def _of_new(ticket: CTE) -> list[Label[Any]]:
    """What is known of a new ticket only now."""
    requester_id = bindparam("ticket_requester_id", type_=BigInteger)
    name = select(User.name).where(User.id == requester_id).scalar_subquery()
    theirs = (UserAddress.user_id == requester_id) & UserAddress.is_primary
    email = select(UserAddress.address).where(theirs).scalar_subquery()
    called = select(Organization.name).where(Organization.id == ticket.c.organization_id).scalar_subquery()
    names = (name, email, called)
    return [
        *(ticket.c[name].label(f"ticket_{name}") for name in (*DEFAULTED, "organization_id")),
        *(value.label(label) for label, value in zip(REQUESTER, names, strict=True)),
    ]


def _opening() -> CTE:
    """Stores a new ticket; where `DEFAULTED` is not said, it gets what is usual at this moment."""
    usual = usual_values().cte("usual")
    given: dict[str, ColumnElement[Any]] = _given(_TICKETS, _NEW, "ticket_")
    for name in DEFAULTED:
        given[name] = func.coalesce(given[name], usual.c[name])
    chosen = given["organization_id"]
    given["organization_id"] = case((chosen == literal_column(str(BY_DEFAULT)), _default_one()), else_=chosen)
    rows = insert(_TICKETS).from_select(list(given), select(*given.values()).select_from(usual))
    more = (_TICKETS.c.organization_id, *(_TICKETS.c[name] for name in DEFAULTED[1:]))
    return rows.returning(*_OF_TICKET, *more).cte("ticket")


def _default_one() -> ScalarSelect[int]:
    """The organization that the requester's tickets belong to."""
    member = OrganizationMember
    theirs = (member.user_id == bindparam("ticket_requester_id", type_=BigInteger)) & member.is_default
    return select(member.organization_id).where(theirs).scalar_subquery()


_OF_TICKET = (_TICKETS.c.id, _TICKETS.c.department_id, _TICKETS.c.subject)
_OPEN = _storing(_opening(), first=True)
_CONTINUE = _storing(
    update(_TICKETS)
    .where(_TICKETS.c.id == bindparam("ticket_id", type_=BigInteger))
    .values(_given(_TICKETS, _CHANGES, "ticket_"))
    .returning(*_OF_TICKET)
    .cte("ticket"),
    first=False,
)


async def store(session: AsyncSession, ticket: Ticket, values: dict[str, Any]) -> Mapping[str, Any]:
    """Store the message with its ticket, new or changed; the message as a row of `visible_messages`."""
    if ticket.id is None:
        return await _open(session, ticket, values)
    values |= {f"ticket_{name}": getattr(ticket, name) for name in _CHANGES} | {"ticket_id": ticket.id}
    (row,) = await _CONTINUE.all(session, values)
    for name in _CHANGES:  # as it is in the database now: nothing is left for the session to write
        set_committed_value(ticket, name, values[f"ticket_{name}"])
    return row


async def _open(session: AsyncSession, ticket: Ticket, values: dict[str, Any]) -> Mapping[str, Any]:
    """The new ticket is the session's from now on, as if it had been loaded."""
    new = {name: ticket.__dict__.get(name) for name in _NEW}
    (row,) = await _OPEN.all(session, values | {f"ticket_{name}": value for name, value in new.items()})
    new |= {name: row[f"ticket_{name}"] for name in (*DEFAULTED, "organization_id")}
    times = {"created_at": row["created_at"], "updated_at": row["created_at"]}
    ticket.__dict__.update(new, id=row["ticket_id"], **times)
    make_transient_to_detached(ticket)
    session.add(ticket)
    return row
