"""`kill -9` of API, worker and PostgreSQL while 500 replies are written: nothing lost, nothing told twice."""

import os
import random
import threading
import time
from collections import Counter

import pytest
from tests.ops.person import PATIENCE_SECONDS, Person
from tests.ops.prepared import demonstration
from tests.ops.served import Served, free_port

WRITES, WRITERS = 500, 4
KILLED = ["PostgreSQL", "API", "worker"] * 2
SEED = int(os.environ.get("KILL_SEED", "7"))

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]


def write(port, ticket_id, writer, acknowledged):
    """One program's share of the replies."""
    with Person(port, "ada@deskbell.example") as ada:
        for number in range(WRITES // WRITERS):
            text, key = f"reply {writer}-{number}", f"{writer}-{number}"
            said = ada.post(f"/v1/tickets/{ticket_id}/messages", {"text": text}, key)
            acknowledged[text] = said["id"]


def kill_while(served, acknowledged):
    """Kill each kind twice, at chance moments of the writing."""
    chance = random.Random(SEED)
    kinds = chance.sample(KILLED, len(KILLED))
    moments = sorted(chance.sample(range(10, WRITES - 50), len(kinds)))
    for kind, moment in zip(kinds, moments, strict=True):
        served.wait_until(lambda moment=moment: len(acknowledged) >= moment, PATIENCE_SECONDS)
        served.wait_until(lambda kind=kind: served.child(kind) is not None, PATIENCE_SECONDS)
        served.child(kind).kill()


def told(person, ticket):
    """How often the person was told of this ticket; their notifications hold the demonstration's, too."""
    return sum(row["ticket"]["id"] == ticket for row in person.all_of("/v1/notifications"))


@pytest.fixture
def served(folder):
    served = Served(demonstration(folder / "data"), free_port(), "--demo")
    try:
        served.wait_until_ready()
        yield served
    finally:
        served.stop()


@pytest.fixture
def ben(served):
    with Person(served.port, "ben@deskbell.example") as ben:
        yield ben


def test_nothing_acknowledged_is_lost_and_nothing_told_twice(served, ben):
    wishes = {"assignee_id": ben.get("/v1/users/me")["id"], "department_id": 1}
    ticket = ben.post("/v1/tickets", {"subject": "Under fire", "text": "Begin.", "agent": wishes})["id"]
    acknowledged = {}
    writers = [
        threading.Thread(target=write, args=(served.port, ticket, name, acknowledged))
        for name in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    kill_while(served, acknowledged)
    for writer in writers:
        writer.join()
    assert len(acknowledged) == WRITES
    assert [served.output.count(f"The {kind} was ended by SIGKILL") for kind in ("API", "worker")] == [2, 2]
    assert served.output.count("PostgreSQL ended") == 2

    stored = [(row["text"].strip(), row["id"]) for row in ben.all_of(f"/v1/tickets/{ticket}/messages")]
    assert Counter(stored) - Counter([stored[0]]) == Counter(acknowledged.items())

    # A killed worker's jobs are given back once its heart has been still for 20 seconds.
    served.wait_until(lambda: told(ben, ticket) >= WRITES, PATIENCE_SECONDS, pause=0.5)
    time.sleep(1)
    assert told(ben, ticket) == WRITES
