import asyncio

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from app import crud
from app.database import SessionLocal

router = APIRouter(tags=["events"])


def newest_title():
    with SessionLocal() as db:
        books = crud.list_books(db, None, 1, 0)
        return books[0].title if books else None


async def new_books():
    known = await run_in_threadpool(newest_title)
    yield ": hello\n\n"
    while True:
        await asyncio.sleep(5)
        title = await run_in_threadpool(newest_title)
        if title != known:
            known = title
            yield f"data: {title}\n\n"
        else:
            yield ": still here\n\n"


@router.get("/events", include_in_schema=False)
async def events():
    return StreamingResponse(new_books(), media_type="text/event-stream")
