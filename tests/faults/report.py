"""The table of a round."""

FAULTLESS = (
    "mails lost",
    "mails doubled",
    "mails not accepted",
    "tickets with other messages than the mail and its answer",
    "messages whose files differ",
    "answers lost",
    "answers with more than one extra copy",
    "answers whose copies are not the same bytes",
    "answers whose files differ",
)


def table(played):
    """All that happened, as lines."""
    wish = played.wish
    rows = [
        f"seed {wish.seed}, {wish.mails:,} mails, {sum(played.done.values())} faults, {played.seconds:.0f} s",
        "",
    ]
    rows += [f"  {kind:58} {count:7,}" for kind, count in sorted(played.done.items())]
    rows += [f"  {kind:58} left out: {reason}" for kind, reason in played.left_out.items()]
    rows += ["", *(f"{mark(name, count)} {name:58} {count:7,}" for name, count in played.found.items())]
    if played.bombs:
        rows += [
            "",
            f"  {'bombs by SMTP, and the next mail':40} {'s':>6} {'next s':>7} {'reader MB':>10} worker MB",
        ]
        rows += [
            f"  {name:40} {own:6.2f} {after:7.2f} {reader:10.0f} {worker:9.0f}"
            for name, own, after, reader, worker in played.bombs
        ]
    return "\n".join(rows)


def mark(name, count):
    """A cross where something is wrong."""
    return "X" if name in FAULTLESS and count else " "


def is_faultless(played):
    """Whether every promise was kept."""
    return not any(played.found[name] for name in FAULTLESS)
