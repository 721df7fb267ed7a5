"""Calls to other people's services: bounded in time and size, retried once or twice, cut off when they are down."""

import json
import time
from threading import BoundedSemaphore

import httpx
import structlog
from circuitbreaker import CircuitBreaker, CircuitBreakerError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_exponential_jitter

from app.config import get_settings
from app.schemas import plain

log = structlog.get_logger()
settings = get_settings()

# Seconds. The user waits for a look-up, so its whole attempt ends after DEADLINE even if bytes keep dripping in.
DEADLINE = 4.0
MAX_ANSWER_BYTES = 1_000_000
client = httpx.Client(timeout=httpx.Timeout(3.0, connect=2.0, pool=1.0), limits=httpx.Limits(max_connections=20))
# At most this many requests wait for the service, so that its slowness cannot take every worker thread (40).
lookup_slots = BoundedSemaphore(10)


class LookupFailed(Exception):
    """The metadata service did not give a usable answer in time."""


class TemporaryFailure(Exception):
    """Worth another attempt: a dropped connection, a timeout or a 5xx."""


def lookup_book(isbn: str) -> dict[str, str | None] | None:
    """Return the book's fields, or None when the service does not know the ISBN. Raises LookupFailed."""
    if not lookup_slots.acquire(blocking=False):
        log.warning("lookup_refused", service="openlibrary", error="all slots are waiting")
        raise LookupFailed
    try:
        answer = fetch_book(isbn)
    except (CircuitBreakerError, TemporaryFailure, ValueError) as error:
        log.warning("lookup_failed", service="openlibrary", error=repr(error))
        raise LookupFailed from error
    finally:
        lookup_slots.release()
    try:
        return read_book(isbn, answer)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("lookup_unreadable", service="openlibrary", error=repr(error))
        raise LookupFailed from error


@CircuitBreaker(failure_threshold=5, recovery_timeout=30, expected_exception=TemporaryFailure, name="openlibrary")
@retry(
    retry=retry_if_exception_type(TemporaryFailure),
    # A second attempt only after a quick failure: the user is waiting.
    stop=stop_after_attempt(2) | stop_after_delay(2),
    wait=wait_exponential_jitter(multiplier=0.2, max=1.0),
    reraise=True,
)
def fetch_book(isbn: str) -> dict:
    url = f"{settings.openlibrary_url}/api/books"
    params = {"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"}
    started = time.monotonic()
    try:
        with client.stream("GET", url, params=params) as response:
            if response.status_code >= 500 or response.status_code == 429:
                raise TemporaryFailure(f"status {response.status_code}")
            if response.status_code != 200:
                raise ValueError(f"status {response.status_code}")
            return json.loads(read_bounded(response, started))
    except httpx.HTTPError as error:
        raise TemporaryFailure(repr(error)) from error


def read_bounded(response: httpx.Response, started: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise ValueError("answer too large")
        if time.monotonic() - started > DEADLINE:
            raise TemporaryFailure("deadline passed")
    return bytes(body)


def read_book(isbn: str, answer: dict) -> dict[str, str | None] | None:
    data = answer.get(f"ISBN:{isbn}")
    if not data:
        return None
    cover = (data.get("cover") or {}).get("medium") or ""
    authors = ", ".join(author["name"] for author in data.get("authors", []))
    return {
        "isbn": isbn,
        "title": plain(data["title"])[:500],
        "author": plain(authors)[:300] or None,
        "cover_url": plain(cover) if cover.startswith("https://") and len(cover) <= 500 else None,
        "published": plain(data.get("publish_date") or "")[:50] or None,
    }


def notify(email: str, text: str) -> None:
    """Best effort, after the answer was sent: a lost message must not undo a transfer."""
    if not settings.notify_url:
        return
    try:
        client.post(settings.notify_url, json={"to": email, "text": text}).raise_for_status()
    except httpx.HTTPError as error:
        log.warning("notify_failed", error=repr(error))
