"""Who may keep an answer: files for a year under a name that changes with them, everything else nobody unless it says so."""

import hashlib
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC_DIR = Path(__file__).parent / "static"
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(STATIC_DIR.iterdir()))).hexdigest()[
    :12
]
INDEX = (STATIC_DIR / "index.html").read_text().replace("__VERSION__", VERSION)
INDEX_ETAG = f'W/"{VERSION}"'


class VersionedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"] == f"v={VERSION}".encode()
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if versioned else "public, no-cache"
        )
        return response


def index_page(request: Request) -> Response:
    headers = {"Cache-Control": "public, no-cache", "ETag": INDEX_ETAG}
    if INDEX_ETAG in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(INDEX, headers=headers)


def keep_for_a_minute(response: Response) -> None:
    """A dependency of answers that are the same for everyone."""
    response.headers["Cache-Control"] = "public, max-age=60"


class NoStoreByDefault:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_header if scope["type"] == "http" else send)
