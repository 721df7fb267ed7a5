import os

from fastapi import Body, Depends, FastAPI, Form, HTTPException, Request
from fastapi.security import OAuth2PasswordRequestForm
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient(os.environ["MONGO_URL"])[os.environ["DB_NAME"]]
app = FastAPI()


@app.post("/coupons/check")
async def check(code: str = Form(...)) -> dict[str, int]:
    coupon = await db.coupons.find_one({"code": code, "active": True})
    if coupon is None:
        raise HTTPException(404, "No such coupon")
    return {"percent": coupon["percent"]}
