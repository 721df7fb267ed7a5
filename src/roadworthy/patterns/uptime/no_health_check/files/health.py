"""Tells whoever runs the app how it is."""

import asyncio
import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from $DATABASE import $ENGINE

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

# Whoever asks gives up after a few seconds: the answer must come before that, also while the database hangs.
LIMIT_SECONDS = 2.0


def ask_database() -> None:
    with $ENGINE.connect() as connection:
        connection.execute(text("SELECT 1"))


# liveness
@router.get("$LIVE")
def live() -> dict[str, str]:
    """Does the process answer? It asks nothing: restarting it would not bring a database back."""
    return {"status": "ok"}


# liveness
@router.get("$READY")
async def ready() -> JSONResponse:
    """Can it serve, its database included? Traffic should go elsewhere while it cannot."""
    try:
        await asyncio.wait_for(asyncio.to_thread(ask_database), LIMIT_SECONDS)
    except (asyncio.TimeoutError, OSError, SQLAlchemyError) as error:
        log.error("not ready: %s", type(error).__name__)
        return JSONResponse({"status": "unavailable"}, 503, {"Cache-Control": "no-store"})
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
