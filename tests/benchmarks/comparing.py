"""What PostgreSQL alone does with O1's statement."""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.dataset import DEPARTMENTS
from tests.benchmarks.measuring import CONNECTIONS

from deskbell.core.auth import Act, Actor, Level
from deskbell.core.postgres.locate import locate
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.tickets.filters import shape_of
from deskbell.tickets.listing import page_statement
from deskbell.tickets.queries import reach_of
from deskbell.tickets.schemas import TicketListQuery


def open_list_sql():
    """The statement of O1, as the application makes it for an agent of every department."""
    departments = tuple(range(1, len(DEPARTMENTS) + 1))
    actor = Actor(
        kind="user",
        level=Level.agent,
        user_id=1,
        departments=departments,
        permissions=EVERY_AGENT_PERMISSION,
    )
    statement = page_statement(
        reach_of(actor), Act.view, shape_of(TicketListQuery(status_kind=["open"], limit=25))
    )
    values = {"actor_departments": f"'{{{', '.join(map(str, departments))}}}'", "actor_user_id": "1"}
    values["actor_teams"] = "'{}'"
    sql = statement.sql
    for place, name in enumerate(statement.names, 1):
        sql = sql.replace(f"${place}:", f"{values[name]}:")
    return sql


def pgbench(url, seconds):
    """Runs of that statement a second, at eight connections."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "open_list.sql"
        script.write_text(open_list_sql().replace("\n", " ") + ";\n")
        command = [
            locate(None).folder / "pgbench",
            *("--no-vacuum", "--protocol=prepared", f"--client={CONNECTIONS}", "--jobs=1"),
            *(f"--time={seconds}", f"--file={script}", url),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])
