"""The front page's files, cached for a year under a name that changes with their content."""

import hashlib
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_DIR = Path(__file__).parent / "static"
ASSETS = ("app.js", "style.css", "banner.webp")


def content_version() -> str:
    digest = hashlib.sha256()
    for name in (*ASSETS, "index.html"):
        digest.update((STATIC_DIR / name).read_bytes())
    return digest.hexdigest()[:12]


VERSION = content_version()
INDEX = (STATIC_DIR / "index.html").read_text().replace("__VERSION__", VERSION)
INDEX_ETAG = f'W/"{VERSION}"'


class VersionedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"] == f"v={VERSION}".encode()
        lifetime = "public, max-age=31536000, immutable" if versioned else "public, no-cache"
        response.headers["Cache-Control"] = lifetime
        return response


def index_page(request: Request) -> Response:
    headers = {"Cache-Control": "public, no-cache", "ETag": INDEX_ETAG}
    if INDEX_ETAG in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(INDEX, headers=headers)
