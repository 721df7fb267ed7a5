import hashlib
import time

from pydantic import BaseModel

REPEAT_WINDOW_SECONDS = 10


def attempt(key: str | None, payload: BaseModel) -> str:
    """The client's Idempotency-Key; without one, the same input within ten seconds counts as the same attempt."""
    if key is not None:
        return key
    digest = hashlib.sha256(payload.model_dump_json().encode()).hexdigest()[:40]
    return f"auto-{digest}-{int(time.time()) // REPEAT_WINDOW_SECONDS}"
