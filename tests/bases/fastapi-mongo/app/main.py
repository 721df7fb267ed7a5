from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import accounts, notes, orders, products
from app.database import make_indexes


@asynccontextmanager
async def lifespan(_: FastAPI):
    await make_indexes()
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(accounts.router)
app.include_router(notes.router)
app.include_router(orders.router)
app.include_router(products.router)
