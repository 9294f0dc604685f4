"""Which faults come when: of a seed, so that a round that failed can be had again."""

import random
from dataclasses import dataclass

API, WORKER, PARSER, POSTGRES = "kill -9 API", "kill -9 worker", "kill -9 parser", "kill -9 PostgreSQL"
SMTP_421, SMTP_451 = "SMTP 421", "SMTP 451"
AFTER_DATA, AFTER_DOT = "SMTP drop after DATA", "SMTP drop after the dot"
SMTP_AWAY = "SMTP away for a while"
IMAP_DROP, IMAP_NUMBERS = "IMAP drop", "IMAP UIDVALIDITY changed"
IMAP_AWAY = "IMAP away for a while"
TWICE = "mail delivered again"
DISK_FULL = "disk full"

# Shares of a round of 200.
SHARES = {
    API: 14,
    WORKER: 14,
    PARSER: 14,
    POSTGRES: 10,
    SMTP_421: 24,
    SMTP_451: 24,
    AFTER_DATA: 24,
    AFTER_DOT: 24,
    SMTP_AWAY: 2,
    IMAP_DROP: 16,
    IMAP_NUMBERS: 2,
    IMAP_AWAY: 2,
    TWICE: 26,
    DISK_FULL: 4,
}
WHOLE = sum(SHARES.values())
BEGIN, END = 0.02, 0.9


@dataclass(frozen=True)
class Plan:
    """A round: so many mails, each answered once, while these faults happen: (how far it has come, which)."""

    seed: int
    mails: int
    faults: tuple

    @property
    def steps(self):
        """How far it goes: each mail and each answer is a step."""
        return 2 * self.mails


def make_plan(seed, mails, count, left_out=()):
    """A plan of `count` faults; each kind at least once, but those that can't be here."""
    chance = random.Random(seed)
    shares = {kind: share for kind, share in SHARES.items() if kind not in left_out}
    kinds = [kind for kind in shares for _ in range(max(1, shares[kind] * count // WHOLE))]
    kinds += chance.choices(list(shares), list(shares.values()), k=max(0, count - len(kinds)))
    chance.shuffle(kinds)
    steps = range(int(2 * mails * BEGIN), int(2 * mails * END))
    moments = sorted(chance.choices(steps, k=len(kinds)))
    return Plan(seed, mails, tuple(zip(moments, kinds, strict=True)))
