"""Work in the queue, for tests."""

from sqlalchemy import text

_ADD = text("""
insert into procrastinate_jobs (queue_name, task_name, args, status, attempts, queueing_lock, scheduled_at)
values ('default', :name, cast(:args as jsonb), cast(cast(:status as text) as procrastinate_job_status), 8,
    :queueing_lock, now() - make_interval(secs => :age)) returning id
""")


async def make_job(
    session, *, name="notifications.notify", status="failed", queueing_lock=None, age=0, args="{}"
):
    """A piece of work that stands as it is told; answers its number."""
    values = {"name": name, "status": status, "queueing_lock": queueing_lock, "age": age, "args": args}
    return await session.scalar(_ADD, values)
