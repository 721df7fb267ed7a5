from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.database import engine

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process runs. Says nothing about the database, so a database outage does not restart every process."""
    return {"status": "ok"}


@router.get("/readyz")
def ready() -> JSONResponse:
    """The process can serve: the database answers."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return JSONResponse({"status": "unavailable", "database": "unreachable"}, 503)
    return JSONResponse({"status": "ok", "database": "ok"})


@router.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Counts and durations per route, no personal data. The proxy keeps it to the monitoring network."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
