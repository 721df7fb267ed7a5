"""A creating request is carried out once.

A route that depends on `once` claims the request's `Idempotency-Key` under a unique constraint before it starts; a repeat
is answered with 409. Without the header the key is made of the request's content, for ten seconds, which catches the
double click. A request that fails gives its key free, so that it can be tried again.
"""

import hashlib
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from typing import Annotated

from fastapi import Header, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from $DATABASE import $SESSION
from $MODELS import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
DOUBLE_CLICK_SECONDS = 10


async def once(
    request: Request,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> AsyncIterator[None]:
    """Carries a request out once per requester and key. Raises HTTPException 409 for a repeat."""
    who = request.headers.get("authorization") or request.headers.get("cookie") or str(request.client)
    requester = hashlib.sha256(who.encode()).hexdigest()
    endpoint = f"{request.method} {request.url.path}"[:200]
    key = idempotency_key or await content_key(request)
    if not await run_in_threadpool(claim, requester, endpoint, key):
        raise HTTPException(409, "This request was carried out already")
    try:
        yield
    except BaseException:
        await run_in_threadpool(release, requester, endpoint, key)
        raise


async def content_key(request: Request) -> str:
    """What a request is told by when it brings no key."""
    content = hashlib.sha256(await request.body()).hexdigest()
    return f"auto-{content}-{int(time.time()) // DOUBLE_CLICK_SECONDS}"


def claim(requester: str, endpoint: str, key: str) -> bool:
    """Takes a key; False when another request has it."""
    with $SESSION() as db:
        db.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < datetime.now(timezone.utc) - KEPT_FOR))
        db.add(IdempotencyKey(requester=requester, endpoint=endpoint, key=key))
        try:
            db.commit()
        except IntegrityError:
            db.rollback()
            return False
    return True


def release(requester: str, endpoint: str, key: str) -> None:
    """Gives a key free."""
    with $SESSION() as db:
        db.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.requester == requester,
                IdempotencyKey.endpoint == endpoint,
                IdempotencyKey.key == key,
            )
        )
        db.commit()
