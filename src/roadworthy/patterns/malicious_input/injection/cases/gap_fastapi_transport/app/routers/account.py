import httpx
from fastapi import APIRouter
from pydantic import BaseModel

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])


class Counted(httpx.AsyncHTTPTransport):
    asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        Counted.asked += 1
        return await super().handle_async_request(request)


class Wanted(BaseModel):
    address: str


@router.post("/preview")
async def preview(payload: Wanted, user: CurrentUser) -> int:
    async with httpx.AsyncClient(transport=Counted(), timeout=5) as client:
        answer = await client.get(payload.address)
    return answer.status_code
