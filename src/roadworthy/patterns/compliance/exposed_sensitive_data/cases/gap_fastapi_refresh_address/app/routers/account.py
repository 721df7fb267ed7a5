import jwt
from fastapi import APIRouter, HTTPException

from app.auth import ALGORITHM, SECRET_KEY, create_token

router = APIRouter(prefix="/account", tags=["account"])


@router.post("/renew")
def renew(refresh_token: str) -> dict[str, str]:
    try:
        claims = jwt.decode(refresh_token, SECRET_KEY, algorithms=[ALGORITHM])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Sign in again") from error
    return {"access_token": create_token(int(claims["sub"]))}
