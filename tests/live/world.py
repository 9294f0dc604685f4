"""A small helpdesk for tests of the stream, written as rows."""

from dataclasses import dataclass

from sqlalchemy import text

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record

ADMIN, AGENT, OTHER_AGENT, CUSTOMER, OTHER_CUSTOMER = 101, 102, 103, 104, 105
SUPPORT, SALES = 1001, 1002
ACTING = Actor(kind="user", level=Level.admin, user_id=ADMIN)

PEOPLE = text("""
insert into users (id, name, level) overriding system value
values (101, 'Ada', 3), (102, 'Bo', 2), (103, 'Cy', 2), (104, 'Di', 1), (105, 'Ed', 1)
""")
DEPARTMENTS = text("""
insert into departments (id, name) overriding system value values (1001, 'One'), (1002, 'Two')
""")
TICKET = text("""
insert into tickets (reference, subject, requester_id, department_id, status_id, status_kind, priority_id,
    priority_rank, deleted_at, spam_at)
select :reference, 'Subject', :requester, :department, status.id, status.kind, priority.id, priority.rank,
    case when :state = 'deleted' then now() end, case when :state = 'spam' then now() end
from (select * from statuses where kind = 'open' limit 1) as status,
    (select * from priorities limit 1) as priority
returning id
""")


@dataclass(frozen=True)
class World:
    """The database, and the ticket in it: the customer's, in the department Support."""

    database: object
    ticket: int

    async def tell(self, *facts):
        """Record the facts in one transaction."""
        async with self.database.session() as session:
            await record(session, ACTING, *facts)

    async def change(self, statement, *facts, **values):
        """Change something and record what it was."""
        async with self.database.session() as session:
            await session.execute(text(statement), values)
            await record(session, ACTING, *facts)


async def add_people(session):
    """The departments and people."""
    await session.execute(DEPARTMENTS)
    await session.execute(PEOPLE)


async def add_ticket(session, reference, requester=CUSTOMER, department=SUPPORT, state="living"):
    """A ticket's number."""
    values = {"reference": reference, "requester": requester, "department": department, "state": state}
    return (await session.execute(TICKET, values)).scalar_one()


async def build_world(database):
    """Fill the database."""
    async with database.session() as session:
        await add_people(session)
        ticket = await add_ticket(session, "AAAA-BBBB-CCCC")
    return World(database, ticket)
