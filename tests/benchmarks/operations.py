"""The requests that are measured, each an endless row of prepared bytes."""

import itertools
import json
import random

from tests.benchmarks.client import Address, Connection
from tests.benchmarks.loading import PASSWORD
from tests.benchmarks.words import PROBE

BODY = """<p>Hello,</p><p>the invoice of last month shows the wrong amount, and the button to download it does
nothing. I tried another browser and another network. Could you please have a look, and send me a copy?</p>
<p>Kind regards</p>"""


def operations(address, plan):
    """Each operation by its name, reads first: what writes leave to the worker would be measured too."""
    dice = random.Random(7)
    tickets = [dice.randint(1, plan.tickets) for _ in range(1_000)]
    new = {"subject": "Wrong amount on invoice 48213", "html": BODY}
    return {
        "bare route": itertools.repeat(Address(address.port).request("GET", "/healthz")),
        "O1": itertools.repeat(address.request("GET", "/v1/tickets?status_kind=open&limit=25")),
        "O2": itertools.cycle(
            [address.request("GET", f"/v1/tickets/{number}/conversation") for number in tickets]
        ),
        "O5": itertools.repeat(address.request("GET", f"/v1/search/tickets?q={PROBE}")),
        "O3": itertools.repeat(address.request("POST", "/v1/tickets", new)),
        "O4": itertools.cycle(
            [
                address.request("POST", f"/v1/tickets/{number}/messages", {"html": BODY})
                for number in _answerable(address)
            ]
        ),
    }


def signed_in(port, plan):
    """The address with the token of the first agent, who has access to every department."""
    email = next(address for _, address, is_agent in plan.people() if is_agent)
    body = {"email": email, "password": PASSWORD, "scope": "agent"}
    with Connection(port) as connection:
        _, answer = connection.ask(Address(port).request("POST", "/v1/sessions", body))
    return Address(port, json.loads(answer)["access_token"])


def _answerable(address):
    """Numbers of a hundred tickets that are open, so that they take a reply."""
    request = address.request("GET", "/v1/tickets?status_kind=open&limit=100")
    with Connection(address.port) as connection:
        _, answer = connection.ask(request)
    return [ticket["id"] for ticket in json.loads(answer)["items"]]
