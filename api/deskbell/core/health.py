"""Whether the process lives, and whether it can serve."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from deskbell import __version__
from deskbell.core.db import Database

_PROBE = text("""select (select version_num from alembic_version),
 coalesce((select extract(epoch from now() - min(at)) from events
           where (xid, id) > (select xid, event_id from event_readers where name = 'dispatcher')), 0)""")


async def healthz(_: Request) -> Response:
    """200 while the process answers at all."""
    return JSONResponse({"status": "ok", "version": __version__})


async def readyz(request: Request) -> Response:
    """200 when the database answers and has its schema, else 503; with how far the log's readers are."""
    database: Database = request.app.state.database
    try:
        async with database.reader() as connection:
            revision, lag = (await connection.execute(_PROBE)).one()
    except (SQLAlchemyError, OSError, TimeoutError):
        return JSONResponse({"status": "database away"}, 503, headers={"Retry-After": "2"})
    return JSONResponse({"status": "ready", "schema": revision, "event_lag_seconds": round(float(lag), 3)})
