"""Static files that browsers keep."""

import re

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

# A build names these by their content: another content is another name.
HASHED = re.compile(r"[.-](?=[\w-]*[A-Z0-9])(?=[\w-]*[A-Za-z])[\w-]{8,}\.(?:m?js|css|wasm)$")
PICTURE_OR_FONT = re.compile(r"\.(?:avif|gif|ico|jpe?g|png|svg|webp|woff2?)$", re.IGNORECASE)


class CachedStaticFiles(StaticFiles):
    """Hashed files keep for a year, pictures for a day; of all else the browser asks whether it changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if HASHED.search(path):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif PICTURE_OR_FONT.search(path):
            response.headers["Cache-Control"] = "public, max-age=86400"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response
