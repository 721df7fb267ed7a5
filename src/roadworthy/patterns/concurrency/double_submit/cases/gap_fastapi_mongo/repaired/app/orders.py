from uuid import uuid4

from fastapi import APIRouter, Depends, Header
from pymongo.errors import DuplicateKeyError

from app.database import db
from app.schemas import OrderIn, OrderOut
from app.security import current_user

router = APIRouter(prefix="/orders")


@router.get("", response_model=list[OrderOut])
async def list_orders(user=Depends(current_user)):
    return await db.orders.find({"user_id": user["id"]}, {"_id": 0}).sort("_id", -1).to_list(50)


@router.post("", status_code=201, response_model=OrderOut)
async def place_order(
    given: OrderIn,
    idempotency_key: str = Header(min_length=8, max_length=64),
    user=Depends(current_user),
):
    order = {
        "id": str(uuid4()),
        "user_id": user["id"],
        "product_id": given.product_id,
        "quantity": given.quantity,
        "attempt": idempotency_key,
    }
    try:
        await db.orders.insert_one(order)
    except DuplicateKeyError:
        return await db.orders.find_one({"user_id": user["id"], "attempt": idempotency_key}, {"_id": 0})
    return order
