"""Mails as customers write them: half of them with markup beside the text, three in ten from strangers."""

import random
from email.utils import formataddr, formatdate
from hashlib import md5

from tests.benchmarks.dataset import DAYS, END, SUBJECTS, THINGS
from tests.benchmarks.words import text

MAILBOX = "support@desk.example"


def mails(plan, first, count):
    """(sender, Message-ID, bytes) of the mails of these numbers; the same for the same plan."""
    customers = [(name, address) for name, address, is_agent in plan.people() if not is_agent]
    for number in range(first, first + count):
        dice = random.Random(plan.seed * 7_000_003 + number)
        known = customers[int(len(customers) * dice.random() ** 1.5)]
        stranger = (f"New Person{number}", f"new{number}@stranger.example")
        author = known if dice.random() < 0.7 else stranger
        thing, day = dice.choice(THINGS), dice.choice(DAYS)
        subject = dice.choice(SUBJECTS).format(thing=thing, number=dice.randint(1000, 99999), day=day)
        digest = md5(f"{plan.seed} {number}".encode(), usedforsecurity=False).hexdigest()[:12]
        name = f"m{number}.{digest}@org.example"
        header = (
            f"Received: from mx.org.example (mx.org.example [192.0.2.7])\r\n"
            f" by mx.desk.example with ESMTP id q{number}\r\n"
            f"From: {formataddr(author)}\r\nTo: Support <{MAILBOX}>\r\n"
            f"Subject: {subject[0].upper()}{subject[1:]}\r\nDate: {formatdate(END + number)}\r\n"
            f"Message-ID: <{name}>\r\nMIME-Version: 1.0\r\n"
        )
        written = text(dice, 60)
        body = _plain(written) if dice.random() < 0.5 else _alternatives(written, f"=_b{number}")
        yield author[1], name, (header + body).encode()


def _plain(written):
    lines = written.replace("\n", "\r\n")
    return f"Content-Type: text/plain; charset=utf-8\r\n\r\n{lines}\r\n"


def _alternatives(written, boundary):
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in written.split("\n\n"))
    return (
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n--{boundary}\r\n{_plain(written)}'
        f"--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<html><body>{markup}</body></html>\r\n--{boundary}--\r\n"
    )
