"""The benchmark itself works: a small data set, one round of every request. Nothing is timed here."""

import shutil
import tempfile
from pathlib import Path

import pytest
from tests.benchmarks.__main__ import run
from tests.benchmarks.dataset import Plan
from tests.benchmarks.report import GOALS

pytestmark = pytest.mark.servers


@pytest.fixture
def folder():
    """An empty folder that PostgreSQL's account can enter."""
    path = Path(tempfile.mkdtemp(prefix="deskbell-bench-", dir="/var/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def test_the_benchmark_measures_every_operation_of_a_small_helpdesk(folder):
    said = []
    figures = run(
        Plan(tickets=200, users=40, agents=3), folder, seconds=0.2, say=said.append, mail_seconds=0.1
    )
    mail = figures.pop("mail")
    assert set(figures) == {"bare route", *GOALS}
    assert all(each.p50 > 0 and each.per_second > 0 for each in figures.values())
    assert mail.received > 0
    assert mail.sent > 0
    assert "pgbench" in "\n".join(said)


def test_the_same_seed_makes_the_same_tickets():
    first, again = (list(Plan(tickets=20).part(1, 20)) for _ in range(2))
    assert first == again
    assert [ticket["id"] for ticket in first] == list(range(1, 21))
