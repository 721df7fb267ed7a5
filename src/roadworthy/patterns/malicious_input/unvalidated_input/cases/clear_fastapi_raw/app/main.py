import os
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="/login")


async def current_user(token: Annotated[str, Depends(bearer)]) -> dict:
    try:
        claims = jwt.decode(token, os.environ["SECRET_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Please sign in") from error
    user = await db.members.find_one({"id": claims["sub"]}, {"_id": 0, "password_hash": 0})
    if user is None:
        raise HTTPException(401, "Please sign in")
    return user


@app.put("/me")
async def change(body: dict, user: Annotated[dict, Depends(current_user)]) -> dict[str, bool]:
    changed = {name: body[name] for name in ("nickname", "town") if name in body and is_short_text(body[name])}
    await db.members.update_one({"id": user["id"]}, {"$set": changed})
    return {"ok": True}


def is_short_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 80
