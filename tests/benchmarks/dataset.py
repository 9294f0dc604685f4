"""A seeded helpdesk: the same seed and counts make the same people and the same tickets.

Each ticket has its own seed, so parts of the set are made by several processes at once.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.words import PROBE, text

BEGIN = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
END = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
DEPARTMENTS = [
    "Support",
    "Billing",
    "Sales",
    "Returns",
    "Shipping",
    "Accounts",
    "Technical",
    "Network",
    "Hardware",
    "Facilities",
]
FIRST = [
    "Anna",
    "Ben",
    "Carla",
    "David",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Liam",
    "Mona",
    "Noah",
    "Olga",
    "Pavel",
    "Quinn",
    "Rosa",
    "Sami",
    "Tina",
    "Umar",
    "Vera",
    "Will",
    "Xenia",
    "Yusuf",
    "Zoe",
]
LAST = [
    "Adams",
    "Berg",
    "Costa",
    "Diaz",
    "Evans",
    "Fischer",
    "Garcia",
    "Huber",
    "Ivanov",
    "Jensen",
    "Kaya",
    "Lopez",
    "Meyer",
    "Novak",
    "Olsen",
    "Petrov",
    "Quist",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Vogel",
    "Weber",
    "Xu",
    "Young",
    "Zhang",
]
THINGS = [
    "invoice",
    "order",
    "password",
    "login",
    "printer",
    "laptop",
    "VPN",
    "email",
    "account",
    "subscription",
    "refund",
    "delivery",
    "license",
    "report",
    "dashboard",
    "export",
    "webhook",
    "server",
    "backup",
    "monitor",
    "headset",
    "contract",
    "payment",
    "coupon",
    "mailbox",
    "calendar",
    "phone",
    "badge",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "yesterday", "last week", "the update"]
SUBJECTS = [
    "Cannot access my {thing}",
    "Problem with {thing} {number}",
    "{thing} not working since {day}",
    "Question about {thing} {number}",
    "Request: new {thing}",
    "Urgent: {thing} is down",
    "Please cancel {thing} {number}",
    "Wrong amount on {thing} {number}",
    "How do I change my {thing}?",
    "{thing} {number} is missing",
    "Error when opening {thing}",
    "Need a copy of {thing} {number}",
    "{thing} is very slow",
    "Feedback on {thing}",
]


@dataclass(frozen=True)
class Plan:
    """How much is made, and from which seed."""

    tickets: int = 100_000
    users: int = 5_000
    agents: int = 50
    seed: int = 42
    folder: Path | None = None  # of a data set that another generator wrote, in the same shape

    def people(self):
        """(name, address, whether an agent), the customers first."""
        if self.folder:
            for kind in ("users", "agents"):
                for row in _lines(self.folder / f"{kind}.jsonl"):
                    yield row["name"], row["email"], kind == "agents"
            return
        dice = random.Random(self.seed)
        for number in range(1, self.users + self.agents + 1):
            first, last = dice.choice(FIRST), dice.choice(LAST)
            host = f"org{dice.randint(1, 200)}.example" if number <= self.users else "desk.example"
            yield f"{first} {last}", f"{first}.{last}.{number}@{host}".lower(), number > self.users

    def part(self, first, last):
        """The tickets of these numbers, each a dictionary with its messages inside."""
        if self.folder:
            for row in _lines(self.folder / "tickets.jsonl"):
                if first <= row["id"] <= last:
                    yield row
            return
        for number in range(first, last + 1):
            yield self.ticket(number)

    def ticket(self, number):
        """One ticket. About one in eight is open, more of the recent ones."""
        dice = random.Random(self.seed * 1_000_003 + number)
        created = BEGIN + (END - BEGIN) * (number - 1 + dice.random()) / self.tickets
        status = _status(dice, created)
        assigned = status != "open" or dice.random() < 0.7
        agent = int(self.agents * dice.random()) + 1 if assigned else None
        thing, day = dice.choice(THINGS), dice.choice(DAYS)
        subject = dice.choice(SUBJECTS).format(thing=thing, number=dice.randint(1000, 99999), day=day)
        messages = list(self._messages(dice, created, agent))
        return {
            "id": number,
            "subject": subject[0].upper() + subject[1:],
            "status": status,
            "priority": dice.choices((1, 2, 3, 4), (5, 20, 65, 10))[0],
            "queue": int(len(DEPARTMENTS) * dice.random() ** 1.4) + 1,
            "user": int(self.users * dice.random() ** 1.5) + 1,
            "agent": agent,
            "created": _moment(created),
            "updated": messages[-1]["at"],
            "messages": messages,
        }

    def _messages(self, dice, at, agent):
        planted = PROBE if dice.random() < 0.005 else None
        for place in range(min(20, max(1, int(dice.expovariate(1 / 3.5)) + 1))):
            if place:
                at = min(END, at + dice.expovariate(1 / 30_000) + 60)
            by_user = place == 0 or dice.random() < 0.45
            yield {
                "at": _moment(at),
                "by": "user" if by_user else "agent",
                "agent": None if by_user else agent or dice.randint(1, self.agents),
                "kind": "message" if by_user or dice.random() < 0.85 else "note",
                "body": text(dice, 40 if place else 60, None if place else planted),
            }


def _status(dice, created):
    age = (END - created) / (END - BEGIN)
    is_open = 0.05 + 0.35 * max(0.0, 1 - age * 5)
    throw = dice.random()
    bounds = {"open": is_open, "pending": is_open + 0.03, "resolved": is_open + 0.25}
    return next((name for name, bound in bounds.items() if throw < bound), "closed")


def _moment(seconds):
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d %H:%M:%S")


def _lines(path):
    with path.open() as lines:
        yield from map(json.loads, lines)
