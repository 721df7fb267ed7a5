import os

import bcrypt
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient(os.environ["MONGO_URL"])["shop"]
app = FastAPI()


def hashed(password: str) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(12))


@app.post("/accounts")
async def register(body: dict) -> dict[str, bool]:
    await db.accounts.insert_one({"email": body["email"], "password": await run_in_threadpool(hashed, body["password"])})
    return {"created": True}
