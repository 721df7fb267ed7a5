from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException

from app.database import db
from app.schemas import ProductIn, ProductOut
from app.security import admin, current_user

router = APIRouter(prefix="/products")


@router.get("", response_model=list[ProductOut])
async def list_products():
    return await db.products.find({}, {"_id": 0}).sort("_id", 1).to_list(50)


@router.post("", status_code=201, response_model=ProductOut)
async def add_product(given: ProductIn, _=Depends(admin)):
    product = {"id": str(uuid4()), "name": given.name, "stock": given.stock}
    await db.products.insert_one(product)
    return product


@router.post("/{product_id}/buy", status_code=204)
async def buy(product_id: str, _=Depends(current_user)):
    taken = await db.products.update_one({"id": product_id, "stock": {"$gt": 0}}, {"$inc": {"stock": -1}})
    if taken.modified_count == 0:
        raise HTTPException(409, "Sold out")
