"""The product's own command, asking no name server; in a hurry, it waits seconds where it waits a minute.

The small round has no time to see a lease of a minute end; the whole one runs with the product's own times.
"""

import os
from dataclasses import replace

from deskbell.channels.email.inbound import work
from deskbell.channels.email.inbound.actions import claim
from deskbell.channels.email.outbox.pace import Pace
from deskbell.channels.email.outbox.sender import run_sender
from deskbell.channels.email.polling.pace import PACE as POLLING
from deskbell.channels.email.polling.work import run_poller
from deskbell.channels.email.resolver import DnsResolver
from deskbell.cli import main
from deskbell.core import job_worker

HURRY = "FAULTS_HURRY"
SCRIPT = "from tests.faults.hurried import run; run()"
DISCARD_PORT = 9


def hurry():
    """Shorter times for everything that a killed process leaves to others."""
    quick = Pace(lease=3, renewal=0.7, first_pause=0.3, longest_pause=2, look_for_lost=0.5, poll=0.1)
    run_sender.__defaults__ = (quick,)
    looking = replace(POLLING, look=0.2, lease=3, renewal=0.7, first_pause=0.3, longest_pause=2)
    run_poller.__defaults__ = (looking,)
    work.FULL_SECONDS = 1.0
    claim.HELD_SECONDS = 3.0
    job_worker.HEARTBEAT_SECONDS = 0.5
    job_worker.RESCUE_SECONDS = 0.5
    job_worker.STALLED_SECONDS = 3.0
    job_worker.rescue_stalled.__kwdefaults__["seconds"] = 3.0


def run():
    """Be `deskbell`."""
    DnsResolver.__init__.__defaults__ = (["127.0.0.1"],)
    DnsResolver.__init__.__kwdefaults__.update(port=DISCARD_PORT)
    if os.environ.get(HURRY):
        hurry()
    main(prog_name="deskbell")
