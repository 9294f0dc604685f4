"""`python -m tests.faults`: a whole round, and its table."""

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults.report import is_faultless, table
from tests.faults.round import Wish, play


def main():
    """Play; the exit status says whether every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--hurry", action="store_true", help="seconds where the product waits a minute")
    chosen = parser.parse_args()
    sys.stdout.write(f"seed {chosen.seed} (--seed repeats it)\n")
    sys.stdout.flush()
    folder = Path(tempfile.mkdtemp(prefix="deskbell-faults-"))
    folder.chmod(0o711)
    try:
        wish = Wish(chosen.seed, chosen.mails, chosen.faults, chosen.hurry, bombs=True)
        played = play(wish, folder, say=tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(f"\n{table(played)}\n")
    return 0 if is_faultless(played) else 1


def tell(line):
    """Show how far it is, on one line of a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{line:78}")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
