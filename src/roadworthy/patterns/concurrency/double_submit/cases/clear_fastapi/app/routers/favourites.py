from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.dialects.postgresql import insert
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
    added = db.scalar(
        insert(Favourite)
        .values(user_id=user.id, product_id=product_id)
        .on_conflict_do_nothing(index_elements=["user_id", "product_id"])
        .returning(Favourite.id)
    )
    if added is None:
        raise HTTPException(409, "This is a favourite already")
    db.commit()
    return {"id": added}
