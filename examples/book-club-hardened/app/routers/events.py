import asyncio
from collections.abc import AsyncIterator

import structlog
from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from app import crud
from app.database import SessionLocal

router = APIRouter(tags=["events"])
log = structlog.get_logger()

POLL_SECONDS = 5


def newest_title() -> str | None:
    with SessionLocal() as db:
        books = crud.list_books(db, None, 1, 0)
        return books[0].title if books else None


async def new_books() -> AsyncIterator[str]:
    """Ends when the database fails: the browser opens it again after a moment."""
    try:
        known = await run_in_threadpool(newest_title)
        yield "retry: 3000\n\n"
        while True:
            await asyncio.sleep(POLL_SECONDS)
            title = await run_in_threadpool(newest_title)
            if title is not None and title != known:
                yield f"data: {title}\n\n"
            else:
                yield ": still here\n\n"
            known = title
    except SQLAlchemyError as error:
        log.warning("events_ended", error=type(error).__name__)


@router.get("/events", include_in_schema=False)
async def events() -> Response:
    return StreamingResponse(new_books(), media_type="text/event-stream")
