"""Guards that ask for a role."""

from typing import Any

from fastapi import Depends, HTTPException

from $AUTHENTICATION import $USER


def require_admin(user: Any = Depends($USER)) -> Any:
    """Lets a request through only when the signed-in user is an administrator."""
    if $TEST:
        raise HTTPException(status_code=403, detail="You may not do this")
    return user
