"""Request limits per client, with the `limits` library.

The client is its network address or its account, never a header that it can choose. Behind a proxy, start
uvicorn with `--proxy-headers --forwarded-allow-ips=<proxy>`.
"""

import time
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from app.auth import CurrentUser
from app.config import get_settings

settings = get_settings()
limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage))


def check(limit: RateLimitItem, *identity: str) -> None:
    if limiter.hit(limit, *identity):
        return
    reset = limiter.get_window_stats(limit, *identity).reset_time
    wait = max(1, int(reset - time.time()) + 1)
    raise HTTPException(429, "Too many requests, try again later", {"Retry-After": str(wait)})


def per_address(name: str, rate: str) -> Callable[[Request], None]:
    limit = parse(rate)

    def dependency(request: Request) -> None:
        check(limit, name, request.client.host if request.client else "unknown")

    return dependency


def per_user(name: str, rate: str) -> Callable[[CurrentUser], None]:
    limit = parse(rate)

    def dependency(user: CurrentUser) -> None:
        check(limit, name, str(user.id))

    return dependency


account_limit = parse(settings.account_limit)


def check_account(email: str) -> None:
    """Slow down guessing of one account's password from many addresses."""
    check(account_limit, "account", email.lower())


sign_in = Annotated[None, Depends(per_address("sign-in", settings.sign_in_limit))]
register = Annotated[None, Depends(per_address("register", settings.sign_in_limit))]
write = Annotated[None, Depends(per_user("write", settings.write_limit))]
book_import = Annotated[None, Depends(per_user("import", settings.import_limit))]
upload = Annotated[None, Depends(per_user("upload", settings.upload_limit))]
