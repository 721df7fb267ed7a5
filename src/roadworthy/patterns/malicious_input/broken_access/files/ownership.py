"""Guards that let a request through only when the row it names is the caller's own."""

from typing import Any

from fastapi import Depends, HTTPException, Request
from sqlalchemy import select

from $DATABASE import $SESSION
from $AUTHENTICATION import $USER


def require_owner(key: Any, owner: Any, parameter: str) -> Any:
    """A dependency that answers 404 unless the row whose `key` is in the path's `parameter` belongs to the signed-in
    user by its `owner` column. The same answer as for a row that does not exist: whether it exists is not told.
    """

    def check(request: Request, user: Any = Depends($USER), db: Any = Depends($SESSION)) -> None:
        try:
            value = key.type.python_type(request.path_params[parameter])
        except ValueError:
            raise HTTPException(status_code=404, detail="Not found") from None
        found = db.execute(select(owner).where(key == value)).scalar_one_or_none()
        if found is None or found != user.id:
            raise HTTPException(status_code=404, detail="Not found")

    return check
