"""Every read starts from `visible_to`: who selects rows, and for whom (house.md section 11, T11)."""

import ast
import re

import pytest
from tests.architecture.sources import breaks, called, calls_in, faults, imports, package, parameters

TICKET_ROWS = {
    "Ticket",
    "Message",
    "MessageFile",
    "MessageSearch",
    "TicketLink",
    "HeldReply",
    "TicketFollower",
    "TicketGrant",
    "TicketLabel",
}
PEOPLE_ROWS = {
    *("User", "UserAddress", "SignInSession", "RefreshToken", "SingleUseLink", "Notification"),
    *("ApiKey", "AppConsent", "AuthorizationCode", "OauthApp"),
}
KNOWLEDGE_ROWS = {"Article", "Category", "ArticleRating", "ArticleAudience", "CategoryAudience"}
GUARDED = TICKET_ROWS | PEOPLE_ROWS | {"File", "DepartmentAccess", "TeamMember"} | KNOWLEDGE_ROWS
TICKET_READS = {
    "tickets/queries.py",
    "tickets/customers.py",
    "tickets/beginning.py",
    "tickets/listing.py",
    "tickets/reading.py",
    "tickets/finding.py",
    "tickets/links.py",
    "tickets/held.py",
    "tickets/history.py",
    "tickets/messages/queries.py",
}
TICKET_TABLES = (
    r"\b(?:from|join|update|into)\s+"
    r"(?:tickets|messages|message_files|message_search|ticket_links|held_replies)\b"
)
SELECTS = {"select", "exists", "get", "get_one", "query", "aliased", "select_from", "join", "outerjoin"}
WORK = re.compile(r"^(?!demo)[a-z_/]+/(?:actions/\w+|jobs|projections|sweeping)\.py$")
READS = re.compile(r"^[a-z_/]+/queries\.py$")
OTHER_READERS = {
    "demo/filling.py": "writes the demonstration, as the system",
    "demo/mails.py": "writes the demonstration, as the system",
    "tickets/dimensions.py": "statuses, priorities, labels, names of rooms: no rows of people",
    "organizations/sight.py": "the rule of sight, as parts of the statements of tickets; it reads no row",
    "core/idempotency.py": "its own table, by the caller's own key",
    "core/rate_limits.py": "its own table",
    "events/purging.py": "its own table, by age",
}
TELLS = "demo/telling.py"
"""Writes the demonstration's tickets, as the system, and gives what it wrote its place in the week."""
RAW = {
    "cli/archive/writing.py": "counts rows for a backup's manifest; no row is read",
    "demo/filling.py": "gives what it wrote its place in the week",
    TELLS: "gives what it wrote its place in the week",
}
WITHOUT_ACTOR = {
    "settings/queries.py:helpdesk": "the helpdesk's name is everybody's",
}


def may_select(name):
    """Whether a file is one that asks the database for rows."""
    return bool(WORK.match(name) or READS.match(name)) or name in TICKET_READS | set(OTHER_READERS)


def selects_elsewhere(source):
    """Rows are selected in `queries.py`, in the named read modules, and in verbs; nowhere else."""
    if may_select(source.name):
        return []
    return [source.at(call, "selects rows") for call in source.calls if called(call) == "select"]


def guarded_elsewhere(source):
    """A guarded model is used outside of its read modules as a type only."""
    if may_select(source.name) or source.name == TELLS:
        return []
    used = [node for call in source.calls if called(call) in SELECTS for node in arguments(call)]
    return [
        source.at(node, f"asks for {node.id}")
        for node in used
        if isinstance(node, ast.Name) and node.id in GUARDED
    ]


def arguments(call):
    """Every node inside of a call's arguments."""
    return [node for value in (*call.args, *call.keywords) for node in ast.walk(value)]


def ticket_rows_of_strangers(source):
    """Rows of tickets and messages are selected in the domain of tickets; others ask its functions."""
    if source.name.startswith("tickets/") or source.name == TELLS:
        return []
    return [
        source.at(node, f"selects {node.id}")
        for call in source.calls
        if called(call) in SELECTS
        for node in arguments(call)
        if isinstance(node, ast.Name) and node.id in TICKET_ROWS
    ]


def raw_ticket_tables(source):
    """No SQL in words goes around the predicate."""
    if source.name in RAW:
        return []
    return [
        source.at(node, "names a table of tickets in SQL")
        for node in source.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(TICKET_TABLES, node.value)
    ]


def reads_for_nobody(source):
    """What reads rows takes the actor, or is named `system_…` or private."""
    if not (READS.match(source.name) or source.name in TICKET_READS):
        return []
    found = []
    for function in source.top_functions:
        names = parameters(function)
        reads = {"connection", "session", "reader", "reads", "source"} & set(names) or any(
            called(call) == "select" for call in calls_in(function)
        )
        named = function.name.startswith(("_", "system_")) or {"actor", "_actor"} & set(names)
        if reads and not named and f"{source.name}:{function.name}" not in WITHOUT_ACTOR:
            found.append(source.at(function, f"{function.name} reads for nobody in particular"))
    return found


def system_reads_in_endpoints(source):
    """An endpoint never uses a read that asks no actor."""
    if not source.is_endpoints:
        return []
    taken = [
        source.at(node, f"imports {module}")
        for node, module in imports(source)
        if module.rsplit(".", 1)[-1].startswith("system_")
    ]
    return taken + [
        source.at(node, f"uses {node.attr}")
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr.startswith("system_")
    ]


RULES = [
    (selects_elsewhere, "tickets/endpoints.py", "rows = select(Status)"),
    (selects_elsewhere, "webhooks/sending.py", "rows = sa.select(Status)"),
    (guarded_elsewhere, "tickets/endpoints.py", "row = session.get(Ticket, 1)"),
    (guarded_elsewhere, "live/audience.py", "row = exists().where(a).select_from(Message)"),
    (ticket_rows_of_strangers, "search/queries.py", "rows = select(Ticket.id)"),
    (ticket_rows_of_strangers, "notifications/actions/x.py", "row = session.get(Ticket, 1)"),
    (raw_ticket_tables, "reports/queries.py", "text('select count(*) from tickets')"),
    (reads_for_nobody, "tickets/queries.py", "async def everything(connection): ..."),
    (reads_for_nobody, "users/queries.py", "def everybody():\n    return select(User)"),
    (system_reads_in_endpoints, "tickets/link_endpoints.py", "from deskbell.tickets.links import system_x"),
    (system_reads_in_endpoints, "tickets/endpoints.py", "queries.system_audience(reader, [1])"),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, *_ in RULES), ids=lambda rule: rule.__name__)
def test_reads_keep(rule):
    assert faults(rule) == []


@pytest.mark.parametrize(("rule", "name", "sample"), RULES)
def test_the_rule_bites(rule, name, sample):
    assert breaks(rule, name, sample)


@pytest.mark.parametrize(
    ("rule", "name", "sample"),
    [
        (guarded_elsewhere, "tickets/endpoints.py", "async def f(ticket: Ticket) -> None: ..."),
        (guarded_elsewhere, "tickets/actions/move.py", "row = session.get(Ticket, 1)"),
        (reads_for_nobody, "tickets/queries.py", "async def system_all(connection): ..."),
        (reads_for_nobody, "tickets/queries.py", "async def mine(connection, actor): ..."),
    ],
)
def test_the_rule_lets_good_code_be(rule, name, sample):
    assert not breaks(rule, name, sample)


def test_the_lists_name_what_exists():
    """A list of exceptions that outlives its reason hides the next fault."""
    sources = {source.name: source for source in package()}
    assert set(sources) >= TICKET_READS
    assert all(
        any(called(call) == "select" for call in calls_in(sources[name].tree)) for name in OTHER_READERS
    )
    words = {name: [node for node in sources[name].nodes if isinstance(node, ast.Constant)] for name in RAW}
    assert all(
        any(re.search(TICKET_TABLES, each.value) for each in found if isinstance(each.value, str))
        for found in words.values()
    )
    assert any(called(call) in SELECTS for call in calls_in(sources[TELLS].tree))
    for place in WITHOUT_ACTOR:
        name, function = place.split(":")
        assert function in {each.name for each in sources[name].top_functions}


def test_no_row_level_security(schema_tables):
    """One predicate, in one place: the database has no second one."""
    assert schema_tables("select relname from pg_class where relrowsecurity") == []


def test_guarded_models_are_the_ones_that_exist():
    defined = {
        node.name
        for source in package()
        if source.name.endswith("models.py")
        for node in source.tree.body
        if isinstance(node, ast.ClassDef)
    }
    assert GUARDED - defined == set()
