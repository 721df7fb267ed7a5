import os
from typing import Literal

from fastapi import FastAPI, HTTPException, Query
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ["DATABASE_URL"])
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "products"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


@app.get("/products")
def products(sort_by: Literal["id", "name"] = "name") -> list[str]:
    with Session(engine) as session:
        found = session.scalars(select(Product).order_by(getattr(Product, sort_by)).limit(50))
        return [product.name for product in found]
