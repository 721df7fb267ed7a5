from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException
from pymongo.errors import DuplicateKeyError

from app.database import db
from app.schemas import Registration, SignIn
from app.security import current_user, hashed, matches, token_for

router = APIRouter(prefix="/auth")

# Compared when nobody has the address, so that the answer takes as long
NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS"


@router.post("/register", status_code=201)
async def register(given: Registration):
    user = {
        "id": str(uuid4()),
        "email": given.email.lower(),
        "password": hashed(given.password),
        "role": "member",
    }
    try:
        await db.users.insert_one(user)
    except DuplicateKeyError as error:
        raise HTTPException(409, "This e-mail cannot be used") from error
    return {"token": token_for(user)}


@router.post("/login")
async def login(given: SignIn):
    user = await db.users.find_one({"email": given.email.lower()})
    right = matches(given.password, user["password"] if user else NOBODY)
    if user is None or not right:
        raise HTTPException(401, "Check e-mail and password")
    return {"token": token_for(user)}


@router.delete("/account", status_code=204)
async def erase(user=Depends(current_user)):
    await db.notes.delete_many({"user_id": user["id"]})
    await db.orders.delete_many({"user_id": user["id"]})
    await db.users.delete_one({"id": user["id"]})
