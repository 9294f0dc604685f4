"""The account: what was acknowledged, against what the API shows and what the sink received."""

import email
import email.policy
from collections import Counter, defaultdict

from tests.faults.agents import TOKEN
from tests.faults.mails import hashes_of
from tests.faults.settling import ANSWER


def account(admin, traffic, tickets, sink):
    """The figures of a round; every one of `FAULTLESS` should be none."""
    return incoming(admin, traffic, tickets) | outgoing(traffic, sink)


def incoming(admin, traffic, tickets):
    """Mails that were acknowledged, and the tickets that there are."""
    seen = Counter(
        found[1]
        for row in admin.all_of("/v1/tickets", sort="created_at")
        for found in [TOKEN.fullmatch(row["subject"])]
        if found
    )
    wrong_messages = damaged = files = 0
    for token, ticket_id in tickets.found.items():
        messages = admin.all_of(f"/v1/tickets/{ticket_id}/messages")
        wrong_messages += [message["author"]["staff"] for message in messages] != [False, True]
        expected = [traffic.sent[token].hashes, traffic.answered[token][1]]
        kept = [hashes_of(map(admin.fetch, addresses(each))) for each in messages]
        damaged += kept != expected
        files += sum(map(len, kept))
    # Beside ours the demonstration has some that were set aside.
    rows = [row for row in admin.all_of("/v1/inbound-mails") if TOKEN.fullmatch(row["subject"])]
    return {
        "mails acknowledged": len(traffic.acknowledged),
        "mails lost": len(traffic.acknowledged - seen.keys()),
        "mails doubled": sum(count > 1 for count in seen.values()),
        "tickets with other messages than the mail and its answer": wrong_messages,
        "messages whose files differ": damaged,
        "files compared in the helpdesk": files,
        "mails not accepted": sum(row["fate"] != "accepted" for row in rows),
        "deliveries counted as duplicates": sum(row["duplicates"] for row in rows),
    }


def addresses(message):
    return [file["url"] for file in message["attachments"]]


def outgoing(traffic, sink):
    """Answers that were acknowledged, and the mails that the sink has."""
    copies = defaultdict(list)
    for mail in sink.received:
        if found := ANSWER.search(mail.content):
            copies[found[1].decode()].append(mail.content)
    damaged = files = other_ids = 0
    for token, mails in copies.items():
        parsed = email.message_from_bytes(mails[0], policy=email.policy.SMTP)
        hashes = hashes_of(part.get_content() for part in parsed.iter_attachments())
        damaged += hashes != traffic.answered[token][1]
        files += len(hashes)
        other_ids += len(set(mails)) > 1
    extra = {token: len(mails) - 1 for token, mails in copies.items()}
    return {
        "answers acknowledged": len(traffic.answered),
        "answers lost": len(traffic.answered.keys() - copies.keys()),
        "extra copies of answers": sum(extra.values()),
        "answers with more than one extra copy": sum(count > 1 for count in extra.values()),
        "answers whose copies are not the same bytes": other_ids,
        "answers whose files differ": damaged,
        "files compared at the sink": files,
        "uncertain mails sent again by hand": traffic.sent_again,
    }
