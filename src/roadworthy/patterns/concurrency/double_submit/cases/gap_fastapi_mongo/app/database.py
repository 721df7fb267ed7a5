import os

from motor.motor_asyncio import AsyncIOMotorClient

client = AsyncIOMotorClient(os.environ["MONGO_URL"])
db = client["shop"]


async def make_indexes():
    await db.users.create_index("email", unique=True)
    await db.notes.create_index("user_id")
