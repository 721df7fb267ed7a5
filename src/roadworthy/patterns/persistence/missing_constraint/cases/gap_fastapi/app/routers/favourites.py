from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import schemas
from app.auth import CurrentUser
from app.database import get_db
from app.favourites_model import Favourite
from app.models import Product

router = APIRouter(prefix="/products", tags=["favourites"])


@router.post("/{product_id}/favourite", status_code=201)
def add_favourite(
    product_id: schemas.RowId, user: CurrentUser, db: Annotated[Session, Depends(get_db)]
) -> dict[str, int]:
    if db.get(Product, product_id) is None:
        raise HTTPException(404, "Product not found")
    if db.scalar(select(Favourite).where(Favourite.user_id == user.id, Favourite.product_id == product_id)):
        raise HTTPException(409, "This is a favourite already")
    favourite = Favourite(user_id=user.id, product_id=product_id)
    db.add(favourite)
    db.commit()
    return {"id": favourite.id}
