from fastapi import FastAPI

from app import accounts, notes, orders, products
from app.database import Base, engine

Base.metadata.create_all(engine)

app = FastAPI()
app.include_router(accounts.router)
app.include_router(notes.router)
app.include_router(orders.router)
app.include_router(products.router)
