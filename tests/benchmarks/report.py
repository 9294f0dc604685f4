"""The table."""

FLOORS = {"O1": 4.0, "O2": 4.0, "O3": 6.0, "O4": 6.0, "O5": 8.0}
GOALS = {"O1": 3.0, "O2": 1.8, "O3": 2.1, "O4": 3.3, "O5": 2.6}
SHARE_FLOOR, SHARE_GOAL = 15.0, 20.0
MEMORY_FLOOR, MEMORY_GOAL = 250.0, 160.0
START_LIMIT = 3.0
IN_FLOOR, IN_GOAL, OUT_FLOOR, SOON_LIMIT = 100.0, 390.0, 100.0, 1.0
NAMES = {
    "O1": "open list, 25 rows",
    "O2": "ticket with messages",
    "O3": "create a ticket",
    "O4": "agent's reply",
    "O5": "search, 500 hits",
}


def operation_rows(figures):
    """Latency and throughput, one row for each operation."""
    yield "| | p50 ms | p95 ms | floor | goal | | a second at 8 | API ms | PostgreSQL ms |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, each in sorted(figures.items(), key=lambda one: (one[0] in GOALS, one[0])):
        if name in GOALS:
            limits = f"{FLOORS[name]:g} | {GOALS[name]:g} | {verdict(each.p50, FLOORS[name], GOALS[name])}"
        else:
            limits = " | | "
        yield (
            f"| {name} {NAMES.get(name, '')} | {each.p50:.2f} | {each.p95:.2f} | {limits} "
            f"| {each.per_second:.0f} | {each.api_ms:.2f} | {each.database_ms:.2f} |"
        )


def share_rows(figures, pgbench):
    """O1 beside PostgreSQL alone and beside a bare route."""
    share = figures["O1"].per_second / pgbench * 100
    bare = figures["O1"].per_second / figures["bare route"].per_second * 100
    mark = verdict(-share, -SHARE_FLOOR, -SHARE_GOAL)
    yield f"pgbench, same statement: {pgbench:.0f}/s"
    yield f"  O1 reaches {share:.1f} % of it (floor 15, goal 20: {mark})"
    yield f"bare route: {figures['bare route'].per_second:.0f}/s; O1 reaches {bare:.1f} % of it"


def start_row(cold, again):
    """From the command to the first answer, by the clock."""
    middle = sorted(again)[len(again) // 2]
    mark = "met" if middle <= START_LIMIT else "MISSED"
    each = ", ".join(f"{seconds:.2f}" for seconds in again)
    return (
        f"ready after {cold:.2f} s on an empty folder; again: {each}; median {middle:.2f} (limit 3: {mark})"
    )


def memory_rows(moment, used):
    """PSS of every kind of process."""
    ours = used["API"] + used["worker"]
    parts = ", ".join(f"{name} {size:.0f}" for name, size in used.items())
    mark = verdict(ours, MEMORY_FLOOR, MEMORY_GOAL)
    yield f"PSS {moment}, MiB: {parts}; all {sum(used.values()):.0f}"
    yield f"  API and worker {ours:.0f} (floor 250, goal 160: {mark})"


def mail_rows(mail):
    """Mail both ways."""
    took = verdict(-mail.received, -IN_FLOOR, -IN_GOAL)
    yield f"mail in, to visible tickets: {mail.received:.0f}/s (floor 100, goal 390: {took})"
    yield f"  processor time of one, ms: {_parts(mail.received_ms)}"
    mark = "met" if mail.sooner <= SOON_LIMIT else "MISSED"
    soon = f"p50 {mail.soon:.2f} s, p95 {mail.sooner:.2f} s"
    yield f"  from its 250 until it is visible: {soon} (limit 1: {mark})"
    mark = "met" if mail.sent >= OUT_FLOOR else "MISSED"
    yield f"replies out, from the event to the sink's 250: {mail.sent:.0f}/s (floor 100: {mark})"
    yield f"  processor time of one, ms: {_parts(mail.sent_ms)}; connections: {mail.connections}"


def _parts(spent):
    parts = ", ".join(f"{kind} {each:.2f}" for kind, each in spent.items())
    return f"{parts}; all {sum(spent.values()):.2f}"


def verdict(value, floor, goal):
    """Whether the goal is met, or only the floor, or neither; less is better."""
    if value <= goal:
        return "goal"
    return "floor" if value <= floor else "MISSED"
