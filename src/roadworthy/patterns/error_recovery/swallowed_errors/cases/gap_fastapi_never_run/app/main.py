import os

from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient(os.environ["MONGO_URL"])["shop"]
app = FastAPI()


async def invite(email: str) -> None:
    await db.invitations.insert_one({"email": email})


@app.post("/invitations")
async def ask(body: dict) -> dict[str, bool]:
    invite(body["email"])
    return {"invited": True}
