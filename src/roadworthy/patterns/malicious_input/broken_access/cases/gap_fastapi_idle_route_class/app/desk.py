from collections.abc import Callable
from typing import Any

from acme_desk import lookup
from fastapi import HTTPException, Request
from fastapi.routing import APIRoute


class DeskRoute(APIRoute):
    def get_route_handler(self) -> Callable[..., Any]:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Any:
            if await lookup(request) is None:
                raise HTTPException(401, "Sign in first")
            return await inner(request)

        return handle
