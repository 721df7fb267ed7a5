"""A repeated creating request is answered once.

A client sends `Idempotency-Key`; the key is claimed under a unique constraint in the transaction that does the
work, so a second request waits for the first and gets its stored answer. A request without the header claims a
key made from its own content for ten seconds: a double click is refused with 409 instead of being carried out
twice.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Request
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.auth import CurrentUser
from app.database import get_db
from app.models import IdempotencyKey

KEY_LIFETIME = timedelta(hours=24)
DOUBLE_CLICK = timedelta(seconds=10)


class Idempotency:
    """The claim of one request; `replay` first, `store` before the commit."""

    def __init__(self, db: Session, user_id: int, operation: str, header: str | None) -> None:
        self.db = db
        self.user_id = user_id
        self.operation = operation
        self.header = header
        self.row_id: int | None = None

    def replay(self, payload: BaseModel | None = None) -> dict[str, Any] | None:
        """Claim the key. Return the stored answer of an earlier request, or None when this one is the first."""
        content = json.dumps([self.operation, payload.model_dump(mode="json") if payload else None], sort_keys=True)
        request_hash = hashlib.sha256(content.encode()).hexdigest()
        key = self.header or f"auto:{request_hash}"
        self.row_id = self._claim(key, request_hash)
        if self.row_id is not None:
            return None
        if self.header is None:
            raise HTTPException(409, "The same request was just made; send an Idempotency-Key to repeat it")
        earlier = self.db.scalar(
            select(IdempotencyKey).where(IdempotencyKey.user_id == self.user_id, IdempotencyKey.key == key)
        )
        if earlier is None or earlier.response is None or earlier.request_hash != request_hash:
            raise HTTPException(422, "This Idempotency-Key was used for a different request")
        return earlier.response

    def store(self, answer: BaseModel) -> None:
        row = self.db.get(IdempotencyKey, self.row_id)
        if row is not None:
            row.response = answer.model_dump(mode="json")

    def _claim(self, key: str, request_hash: str) -> int | None:
        now = datetime.now(UTC)
        expires_at = now + (KEY_LIFETIME if self.header else DOUBLE_CLICK)
        values = {"request_hash": request_hash, "expires_at": expires_at}
        statement = (
            insert(IdempotencyKey)
            .values(user_id=self.user_id, key=key, **values)
            .on_conflict_do_update(
                index_elements=["user_id", "key"],
                set_={**values, "response": None},
                where=IdempotencyKey.expires_at < now,
            )
            .returning(IdempotencyKey.id)
        )
        return self.db.scalar(statement)


def get_idempotency(
    request: Request,
    user: CurrentUser,
    db: Annotated[Session, Depends(get_db)],
    idempotency_key: Annotated[str | None, Header(pattern=r"^[A-Za-z0-9_-]{8,80}$")] = None,
) -> Idempotency:
    return Idempotency(db, user.id, f"{request.method} {request.url.path}", idempotency_key)


Idempotent = Annotated[Idempotency, Depends(get_idempotency)]
