"""A worker process for `test_rescue.py`: does jobs; the first one that it meets it never ends."""

import asyncio
import sys
from pathlib import Path

from sqlalchemy import text

from deskbell.core.config import Settings
from deskbell.core.db import open_database
from deskbell.core.job_worker import do_jobs
from deskbell.core.jobs import job


@job("tests.hang")
async def hang(session, *, number):
    """Write down that it began, outside its own transaction, and wait."""
    await session.execute(text("insert into done (number) values (:number)"), {"number": number})
    sys.stdout.write(f"began {number}\n")
    sys.stdout.flush()
    await asyncio.sleep(3600)


async def main(url, folder):
    """Work until killed."""
    settings = Settings(data_dir=Path(folder), database_url=url)
    await do_jobs(open_database(settings), settings)


asyncio.run(main(*sys.argv[1:]))
