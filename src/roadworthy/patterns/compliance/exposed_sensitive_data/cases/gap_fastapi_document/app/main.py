import os
from typing import Annotated
from uuid import uuid4

import bcrypt
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel, EmailStr, Field

db = AsyncIOMotorClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="/login")


class NewMember(BaseModel):
    email: EmailStr
    password: str = Field(min_length=10, max_length=72)


@app.on_event("startup")
async def indexes() -> None:
    await db.users.create_index("email", unique=True)
    await db.users.create_index("id", unique=True)


async def current_user(token: Annotated[str, Depends(bearer)]) -> dict:
    try:
        claims = jwt.decode(token, os.environ["SECRET_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Please sign in") from error
    user = await db.users.find_one({"id": claims["sub"]}, {"_id": 0, "password_hash": 0})
    if user is None:
        raise HTTPException(401, "Please sign in")
    return user


Person = Annotated[dict, Depends(current_user)]


async def administrator(user: Person) -> dict:
    if user["role"] != "admin":
        raise HTTPException(403, "Administrators only")
    return user


@app.post("/register", status_code=201)
async def register(given: NewMember) -> dict[str, str]:
    hashed = bcrypt.hashpw(given.password.encode(), bcrypt.gensalt()).decode()
    await db.users.insert_one({"id": str(uuid4()), "email": given.email, "password_hash": hashed, "role": "member"})
    return {"email": given.email}


@app.get("/me")
async def me(user: Person) -> dict:
    return user


@app.get("/members")
async def members(admin: Annotated[dict, Depends(administrator)]) -> list[dict]:
    return await db.users.find({"role": "member"}, {"_id": 0}).sort("email", 1).to_list(100)
