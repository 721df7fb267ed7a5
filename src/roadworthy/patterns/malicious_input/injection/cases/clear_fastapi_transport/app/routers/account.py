import ipaddress
import socket

import httpx
from fastapi import APIRouter
from pydantic import BaseModel

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])


class OutsideOnly(httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not ipaddress.ip_address(socket.gethostbyname(request.url.host)).is_global:
            raise httpx.UnsupportedProtocol("not an address of the internet")
        return await super().handle_async_request(request)


class Wanted(BaseModel):
    address: str


@router.post("/preview")
async def preview(payload: Wanted, user: CurrentUser) -> int:
    async with httpx.AsyncClient(transport=OutsideOnly(), timeout=5) as client:
        answer = await client.get(payload.address)
    return answer.status_code
