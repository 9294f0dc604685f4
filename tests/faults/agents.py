"""The agents: each ticket is answered once it is seen, over the API, half of the time with files."""

import queue
import random
import re
import threading
import time

from tests.faults.mails import hashes_of, some_files
from tests.ops.person import Person

ADDRESS = "ada@deskbell.example"
LOOK_SECONDS = 0.3
MOST_LOOKS = 2400  # an IMAP server that failed again and again is left alone for two minutes at a time
EVERY_SO_OFTEN = 8
TOKEN = re.compile(r"Fault ([0-9a-f]{16})")


class Tickets:
    """Sees new tickets and hands them to those who answer."""

    def __init__(self, traffic, port, expected):
        self.traffic, self.port, self.expected = traffic, port, expected
        self.found = {}
        self.to_answer = queue.Queue()

    def look(self):
        """Look for new ones until all have been seen."""
        try:
            with Person(self.port, ADDRESS) as agent:
                self._look(agent)
        except Exception as error:
            self.traffic.break_off(error)
            raise

    def _look(self, agent):
        looks, seen, still = 0, None, 0
        while len(self.found) < self.expected and not self.traffic.broken:
            looks += 1
            for row in self._rows(agent, whole=looks % EVERY_SO_OFTEN == 0):
                token = TOKEN.fullmatch(row["subject"])
                if token and token[1] not in self.found:
                    self.found[token[1]] = row["id"]
                    self.to_answer.put((token[1], row["id"]))
            before, seen = seen, (len(self.found), self.traffic.done)
            still = still + 1 if seen == before else 0
            if still > MOST_LOOKS:
                raise TimeoutError(f"{len(self.found)} of {self.expected} mails became tickets")
            time.sleep(LOOK_SECONDS)

    def _rows(self, agent, *, whole):
        query = {"sort": "-created_at"}
        return (
            agent.all_of("/v1/tickets", **query)
            if whole
            else agent.get("/v1/tickets", limit=100, **query)["items"]
        )

    def answer(self, seed):
        """Answer what was seen, until all has been answered."""
        chance = random.Random(seed)
        try:
            with Person(self.port, ADDRESS) as agent:
                while len(self.traffic.answered) < self.expected and not self.traffic.broken:
                    try:
                        token, ticket_id = self.to_answer.get(timeout=0.2)
                    except queue.Empty:
                        continue
                    if self.traffic.await_turn():
                        self._answer(agent, token, ticket_id, chance)
        except Exception as error:
            self.traffic.break_off(error)
            raise

    def _answer(self, agent, token, ticket_id, chance):
        files = some_files(chance)
        hashes = hashes_of(content for _, content in files)
        self.traffic.answering(token, hashes)
        ids = [agent.upload(*file, f"{token}-{place}") for place, file in enumerate(files)]
        body = {"text": f"We have seen to it. Answer {token}.", "file_ids": ids}
        said = agent.post(f"/v1/tickets/{ticket_id}/messages", body, f"answer-{token}")
        self.traffic.answered_by(token, said["id"], hashes)

    def threads(self, seed, count=2):
        """One that looks, and those that answer."""
        return [
            threading.Thread(target=self.look),
            *(threading.Thread(target=self.answer, args=(f"{seed}-{number}",)) for number in range(count)),
        ]
