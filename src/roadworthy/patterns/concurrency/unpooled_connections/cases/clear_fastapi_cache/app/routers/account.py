import os

import redis.asyncio as redis
from fastapi import APIRouter

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])
POOL = redis.ConnectionPool.from_url(os.environ["REDIS_URL"], socket_timeout=2)


async def cache() -> redis.Redis:
    return redis.Redis(connection_pool=POOL)


@router.get("/visits")
async def visits(user: CurrentUser) -> dict[str, int]:
    client = await cache()
    return {"visits": int(await client.get(f"visits:{user.id}") or 0)}
