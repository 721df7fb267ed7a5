"""What every request gets: an id, a log line, metrics, security headers and a bounded body."""

import re
import time
import uuid

import sentry_sdk
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.observability import REQUESTS, SECONDS

log = structlog.get_logger()

MAX_BODY_BYTES = 64 * 1024
# A picture of 512 KB and the form around it.
MAX_UPLOAD_BYTES = 520 * 1024
UPLOADS = ("/me/picture",)
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
CONTENT_SECURITY_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


class RequestContext:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        sentry_sdk.set_tag("request_id", request_id)
        started = time.perf_counter()
        status = 500
        answered: float | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
                add_headers(MutableHeaders(scope=message), request_id, scope["path"])
            await send(message)
            if not message.get("more_body", False):
                answered = time.perf_counter()

        try:
            most = MAX_UPLOAD_BYTES if scope["path"] in UPLOADS else MAX_BODY_BYTES
            await self.app(scope, bounded(receive, most), send_with_headers)
        except Exception as error:
            sentry_sdk.capture_exception(error)
            log.exception("unhandled_error", path=scope["path"])
            answer = {"detail": "Something went wrong on our side", "request_id": request_id}
            await JSONResponse(answer, 500)(scope, receive, send_with_headers)
        finally:
            # Background work after the answer is not time that the user waited.
            record(scope, status, (answered or time.perf_counter()) - started)


def request_id_of(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def bounded(receive: Receive, most: int) -> Receive:
    received = 0

    async def receive_bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise HTTPException(413, "Request body too large")
        return message

    return receive_bounded


def add_headers(headers: MutableHeaders, request_id: str, path: str) -> None:
    headers["X-Request-ID"] = request_id
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    if not path.startswith(("/docs", "/redoc")):
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers.setdefault("Cache-Control", "private, no-store")


def record(scope: Scope, status: int, seconds: float) -> None:
    # The route's template, not the path: ids would make a metric per row and leak into dashboards.
    route = getattr(scope.get("route"), "path", "unmatched")
    REQUESTS.labels(scope["method"], route, status).inc()
    SECONDS.labels(scope["method"], route).observe(seconds)
    log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
