"""After the last fault: until nothing is under way; then a person sends again what may not have arrived."""

import re
import time

LOOK_SECONDS = 0.5
MOST_LOOKS = 800
UNDER_WAY = ["queued", "sending", "deferred"]
ANSWER = re.compile(rb"Answer ([0-9a-f]{16})\.")


def settle(admin, traffic, tickets, sink, say):
    """Wait until every answer is at the sink, but for those that are uncertain; have these sent again."""
    tokens = {ticket_id: token for token, ticket_id in tickets.found.items()}

    def uncertain():
        return admin.all_of("/v1/outgoing-mails", state="uncertain")

    def all_out():
        doubtful = {tokens.get(mail["ticket_id"]) for mail in uncertain()}
        missing = traffic.answered.keys() - at(sink) - doubtful
        under_way = admin.get("/v1/outgoing-mails", state=UNDER_WAY)["items"]
        say(f"{len(missing)} answers missing, mails under way: {len(under_way)}")
        return not missing and not under_way

    wait_until(all_out)
    again = uncertain()
    for mail in again:
        admin.post(f"/v1/outgoing-mails/{mail['id']}/attempts", {}, f"again-{mail['id']}")
    wait_until(lambda: all_out() and not uncertain())
    traffic.sent_again = len(again)


def at(sink):
    """The tokens of the answers that the sink has."""
    return {
        found[1].decode() for mail in list(sink.received) for found in [ANSWER.search(mail.content)] if found
    }


def wait_until(happened):
    for _ in range(MOST_LOOKS):
        if happened():
            return
        time.sleep(LOOK_SECONDS)
    raise TimeoutError("mail is still under way, or lost")
