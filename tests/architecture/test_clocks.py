"""No test looks at a clock: it counts what was done, or waits for what happens (house rule)."""

import ast

import pytest
from tests.architecture.sources import ROOT, Source, called

pytestmark = pytest.mark.xdist_group("sources")  # one worker reads them
CLOCKS = {"perf_counter", "perf_counter_ns", "process_time", "process_time_ns", "thread_time", "monotonic"}
CLOCKS |= {"monotonic_ns", "time_ns", "thread_time_ns", "default_timer"}
MAY_LOOK = {
    "waiting.py": "how long to wait for something before giving up; nothing is proved by it",
    "benchmarks/": "`make bench` measures",
    "faults/": "`make test-faults` writes down when what happened, and gives up waiting",
}


def clocks(source):
    """Calls of a clock, or a clock imported or handed on; `loop.time()` and `time.time()` are some."""
    found = []
    for node in source.nodes:
        if isinstance(node, ast.Call) and called(node) == "time" and isinstance(node.func, ast.Attribute):
            found.append(source.at(node, "asks for the time"))
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(source.at(node, f"uses {node.attr}"))
        elif isinstance(node, ast.ImportFrom) and node.module in {"time", "timeit"}:
            names = {alias.name for alias in node.names} & (CLOCKS | {"time"})
            found += [source.at(node, f"imports {name}") for name in sorted(names)]
    return found


def kept_to_it():
    """Every Python file of the tests but those that may look."""
    folder = ROOT / "tests"
    names = {path: str(path.relative_to(folder)) for path in sorted(folder.rglob("*.py"))}
    return [
        Source(name, path.read_text()) for path, name in names.items() if not name.startswith(tuple(MAY_LOOK))
    ]


def test_no_test_looks_at_a_clock():
    assert [fault for source in kept_to_it() for fault in clocks(source)] == []


@pytest.mark.parametrize(
    "sample",
    [
        "import time\nassert time.monotonic() - began < 5",
        "from time import perf_counter",
        "import time as t\nbegan = t.process_time()",
        "clock = time.perf_counter",
        "began = asyncio.get_running_loop().time()",
        "from time import time",
    ],
)
def test_the_rule_bites(sample):
    assert clocks(Source("x/test_y.py", sample))


def test_the_rule_lets_good_tests_be():
    assert not clocks(
        Source("x/test_y.py", "import time\ntime.sleep(1)\nnow = datetime.now(UTC)\na = row.time")
    )
