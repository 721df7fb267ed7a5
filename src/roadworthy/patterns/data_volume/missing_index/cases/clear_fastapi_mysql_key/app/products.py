from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import get_db
from app.models import Note, Product, User
from app.schemas import NoteOut, ProductIn, ProductOut
from app.security import admin

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


@router.get("/references/{reference}", response_model=list[NoteOut])
def by_reference(reference: str, _: User = Depends(admin), db: Session = Depends(get_db)):
    return db.scalars(select(Note).where(Note.reference == reference).order_by(Note.id).limit(50)).all()
