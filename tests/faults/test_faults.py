"""Twenty faults of `make test-faults`, in a hurry."""

import os

import pytest
from tests.faults.report import FAULTLESS, table
from tests.faults.round import Wish, play

SEED = int(os.environ.get("FAULTS_SEED", "1"))
WISH = Wish(SEED, mails=40, faults=20, hurry=True, away_seconds=1.0, disk_megabytes=16)

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600), pytest.mark.xdist_group("serve")]


def test_twenty_faults_lose_nothing_and_double_nothing(folder):
    played = play(WISH, folder)
    assert sum(played.done.values()) == WISH.faults
    assert {name: played.found[name] for name in FAULTLESS} == dict.fromkeys(FAULTLESS, 0), table(played)
    assert played.found["mails acknowledged"] == played.found["answers acknowledged"] == WISH.mails
