"""How often one client may ask for what is worth abusing; requests of one purpose count together."""

import time
from collections.abc import Callable

# by user
from fastapi import Depends, HTTPException, Request
# by user
# by address
from fastapi import HTTPException, Request
# by address
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# by user
from $AUTHENTICATION import $USER

# by user
# Counts in this process: with several, take a storage that they share (limits.storage.RedisStorage).
limiter = MovingWindowRateLimiter(MemoryStorage())

LIMITS = {
    "sign-in": "20/15 minutes",
    "sign-up": "20/1 hour",
    "reset": "5/1 hour",
    "message": "20/1 hour",
    "payment": "20/15 minutes",
    "ai": "30/1 hour",
    "upload": "30/15 minutes",
    "public form": "20/15 minutes",
    "order": "20/15 minutes",
    "heavy": "30/15 minutes",
}


def check(limit: RateLimitItem, *client: str) -> None:
    """Raises 429 with Retry-After when a client has used its limit up."""
    if limiter.hit(limit, *client):
        return
    wait = max(1, int(limiter.get_window_stats(limit, *client).reset_time - time.time()) + 1)
    raise HTTPException(429, "Too many requests, please try again later", {"Retry-After": str(wait)})


def rate_limit_per_address(purpose: str) -> Callable[..., None]:
    """A dependency that counts by address. Behind a proxy, uvicorn has to be told to trust it (`--forwarded-allow-ips`)."""
    limit = parse(LIMITS[purpose])

    def dependency(request: Request) -> None:
        address = request.client.host if request.client else "unknown"
        check(limit, purpose, address)

    return dependency
# by user


def rate_limit_per_user(purpose: str) -> Callable[..., None]:
    """A dependency that counts by account."""
    limit = parse(LIMITS[purpose])

    def dependency(user=Depends($USER)) -> None:
        check(limit, purpose, f"user:{user.id}")

    return dependency
# by user
