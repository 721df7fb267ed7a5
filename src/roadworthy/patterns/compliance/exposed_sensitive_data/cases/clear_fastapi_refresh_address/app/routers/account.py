from typing import Annotated

import jwt
from fastapi import APIRouter, Body, HTTPException

from app.auth import ALGORITHM, SECRET_KEY, create_token

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/renew")
def renew(refresh_token: Annotated[str, Body(embed=True, max_length=2000)]) -> dict[str, str]:
    try:
        claims = jwt.decode(refresh_token, SECRET_KEY, algorithms=[ALGORITHM])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Sign in again") from error
    return {"access_token": create_token(int(claims["sub"]))}
