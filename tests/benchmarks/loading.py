"""Puts the data set into the schema's own tables, by COPY."""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import psycopg
from tests.benchmarks.dataset import DEPARTMENTS

from deskbell.core.config import Settings
from deskbell.core.db import open_database
from deskbell.core.passwords import Passwords
from deskbell.kit.references import new_reference
from deskbell.tickets.projections import system_recount_open

PASSWORD = "benchmark-password-1"
BATCH = 2_500
PROCESSES = 2
KINDS = {"open": "open", "pending": "pending", "resolved": "solved", "closed": "closed"}
RANKS = {1: 40, 2: 30, 3: 20, 4: 10}
TICKETS = """copy tickets (id, reference, subject, requester_id, department_id, assignee_id, status_id,
 status_kind, priority_id, priority_rank, preview, message_count, public_message_count, version, created_at,
 updated_at) from stdin"""
MESSAGES = "copy messages (ticket_id, kind, channel, author_id, by_staff, html, text, created_at) from stdin"
WORDS = """insert into message_search (message_id, created_at, ticket_id, department_id, internal, words)
select m.id, m.created_at, m.ticket_id, t.department_id, m.kind = 'internal',
       case when m.created_at = t.created_at then setweight(to_tsvector('simple', t.subject), 'A') else '' end
       || to_tsvector('simple', m.text)
from messages m join tickets t on t.id = m.ticket_id
where m.id % {parts} = {part}"""
WORDS_INDEX = "ix_message_search_words"


def load(url, plan):
    """Load everything and count it again; returns the seconds that it took."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        people = list(plan.people())
        first_agent = 1 + next(place for place, (_, _, is_agent) in enumerate(people) if is_agent)
        _load_people(connection, people, first_agent)
        known = _dimensions(connection, first_agent)
        _load_tickets(connection, plan, known)
    _make_findable(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in ("users", "departments", "tickets"):
            highest = f"(select max(id) from {table})"
            connection.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), {highest})")
        connection.execute("vacuum (analyze)")
    asyncio.run(_recount(url))
    return time.monotonic() - began


def _load_people(connection, people, first_agent):
    hashed = asyncio.run(_hash(PASSWORD))
    with connection.cursor() as cursor:
        with cursor.copy("copy users (id, name, level, password_hash, claimed_at) from stdin") as copy:
            for number, (name, _, is_agent) in enumerate(people, 1):
                secret = hashed if number == first_agent else None
                copy.write_row((number, name, 2 if is_agent else 1, secret, "2024-01-01Z"))
        with cursor.copy(
            "copy user_addresses (user_id, address, is_primary, verified_at) from stdin"
        ) as copy:
            for number, (_, address, _) in enumerate(people, 1):
                copy.write_row((number, address, True, "2024-01-01Z"))
        cursor.execute("delete from departments")
        for number, name in enumerate(DEPARTMENTS, 1):
            cursor.execute(
                "insert into departments (id, name, is_default) values (%s, %s, %s)",
                (number, name, number == 1),
            )
        cursor.execute(
            """insert into department_access (user_id, department_id)
               select u.id, d.id from users u cross join departments d where u.level = 2"""
        )
        cursor.execute(
            """insert into agent_group_members (user_id, group_id)
               select u.id, g.id from users u, agent_groups g where u.level = 2 and g.kind = 'all'"""
        )


def _dimensions(connection, first_agent):
    statuses = dict(connection.execute("select kind, id from statuses where is_default").fetchall())
    priorities = dict(connection.execute("select rank, id from priorities").fetchall())
    return {"statuses": statuses, "priorities": priorities, "first_agent": first_agent}


def _load_tickets(connection, plan, known):
    starts = range(1, plan.tickets + 1, BATCH)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for tickets, messages in pool.map(partial(rows, plan, known), starts):
            for statement, data in ((TICKETS, tickets), (MESSAGES, messages)):
                with connection.cursor() as cursor, cursor.copy(statement) as copy:
                    copy.write(data)


def rows(plan, known, first):
    """A part of the tickets and their messages, as the lines that COPY takes."""
    tickets, messages = [], []
    for ticket in plan.part(first, min(first + BATCH - 1, plan.tickets)):
        tickets.append(_line(_ticket(ticket, known)))
        messages += [_line(_message(ticket, message, known)) for message in ticket["messages"]]
    return "".join(tickets).encode(), "".join(messages).encode()


def _ticket(ticket, known):
    kind, rank = KINDS[ticket["status"]], RANKS[ticket["priority"]]
    said = [message["body"] for message in ticket["messages"] if message["kind"] == "message"]
    return (
        ticket["id"],
        new_reference(),
        ticket["subject"],
        ticket["user"],
        ticket["queue"],
        ticket["agent"] and _agent(ticket["agent"], known),
        known["statuses"][kind],
        kind,
        known["priorities"][rank],
        rank,
        " ".join(said[-1].split())[:140],
        len(ticket["messages"]),
        len(said),
        len(ticket["messages"]),
        ticket["created"] + "Z",
        ticket["updated"] + "Z",
    )


def _message(ticket, message, known):
    by_staff = message["by"] == "agent"
    return (
        ticket["id"],
        "internal" if message["kind"] == "note" else "public",
        "api",
        _agent(message["agent"], known) if by_staff else ticket["user"],
        by_staff,
        "".join(f"<p>{paragraph}</p>" for paragraph in message["body"].split("\n\n")),
        message["body"],
        message["at"] + "Z",
    )


def _agent(number, known):
    return known["first_agent"] + number - 1


def _line(values):
    return "\t".join(map(_field, values)) + "\n"


def _field(value):
    if value is None:
        return r"\N"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")


def _make_findable(url):
    """Fill `message_search` by two connections at once; its large index is made afterwards, in one go."""

    def fill(part):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(WORDS.format(parts=PROCESSES, part=part))

    with psycopg.connect(url, autocommit=True) as connection:
        (definition,) = connection.execute(f"select pg_get_indexdef('{WORDS_INDEX}'::regclass)").fetchone()
        connection.execute(f"drop index {WORDS_INDEX}")
        with ThreadPoolExecutor(PROCESSES) as pool:
            list(pool.map(fill, range(PROCESSES)))
        connection.execute("set maintenance_work_mem = '512MB'")
        connection.execute(definition.replace(" ON ONLY ", " ON "))


async def _hash(password):
    passwords = Passwords()
    try:
        return await passwords.hash(password)
    finally:
        passwords.close()


async def _recount(url):
    database = open_database(Settings(database_url=url))
    async with database.session() as session:
        await system_recount_open(session)
    await database.close()
