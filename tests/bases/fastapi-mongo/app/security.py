import os
from datetime import UTC, datetime, timedelta

import bcrypt
import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.database import db

bearer = HTTPBearer()


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(10)).decode()


def matches(password: str, kept: str) -> bool:
    return bcrypt.checkpw(password.encode(), kept.encode())


def token_for(user) -> str:
    ends = datetime.now(UTC) + timedelta(days=1)
    return jwt.encode({"sub": user["id"], "exp": ends}, os.environ["JWT_SECRET"], algorithm="HS256")


async def current_user(credentials: HTTPAuthorizationCredentials = Depends(bearer)):
    try:
        claims = jwt.decode(credentials.credentials, os.environ["JWT_SECRET"], algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "Sign in again") from error
    user = await db.users.find_one({"id": claims["sub"]}, {"_id": 0})
    if user is None:
        raise HTTPException(401, "Sign in again")
    return user


def admin(user=Depends(current_user)):
    if user["role"] != "admin":
        raise HTTPException(403, "For administrators only")
    return user
