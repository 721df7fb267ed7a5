import os

from fastapi import FastAPI, HTTPException
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = FastAPI()


@app.post("/coupons/check")
async def check(body: dict) -> dict[str, int]:
    coupon = await db.coupons.find_one({"code": (body.get("code") or "").upper(), "active": True})
    if coupon is None:
        raise HTTPException(404, "No such coupon")
    return {"percent": coupon["percent"]}
