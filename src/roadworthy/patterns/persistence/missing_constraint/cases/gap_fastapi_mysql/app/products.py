from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Favourite, Product, User
from app.schemas import ProductIn, ProductOut
from app.security import admin, current_user

router = APIRouter(prefix="/products")


@router.get("", response_model=list[ProductOut])
def list_products(db: Session = Depends(get_db)):
    return db.scalars(select(Product).order_by(Product.id).limit(50)).all()


@router.post("", status_code=201, response_model=ProductOut)
def add_product(given: ProductIn, _: User = Depends(admin), db: Session = Depends(get_db)):
    product = Product(name=given.name, stock=given.stock)
    db.add(product)
    db.commit()
    return product


@router.post("/{product_id}/favourite", status_code=204)
def keep(product_id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    db.add(Favourite(user_id=user.id, product_id=product_id))
    db.commit()
