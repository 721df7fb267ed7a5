import logging

import jwt
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.caching import STATIC_DIR, NoStoreByDefault, VersionedFiles, index_page
from app.auth import ALGORITHM, SECRET_KEY
from app.database import engine, get_db
from app.models import User
from app.routers import account, auth, notes, orders, products

log = logging.getLogger(__name__)

app = FastAPI(title="Base")
app.add_middleware(GZipMiddleware, minimum_size=500)
app.add_middleware(NoStoreByDefault)
app.include_router(auth.router)
app.include_router(account.router)
app.include_router(notes.router)
app.include_router(products.router)
app.include_router(orders.router)
app.mount("/static", VersionedFiles(directory=STATIC_DIR), name="static")


OPEN = ("/auth/", "/products")


@app.middleware("http")
async def administrators_only(request: Request, call_next):
    if any(request.url.path.startswith(one) for one in OPEN):
        return await call_next(request)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
    except jwt.PyJWTError:
        return JSONResponse({"detail": "Not signed in"}, 401)
    if payload.get("role") != "admin":
        return JSONResponse({"detail": "Administrators only"}, 403)
    return await call_next(request)


@app.get("/people")
def people(db: Session = Depends(get_db)):
    return [{"id": one.id, "email": one.email} for one in db.scalars(select(User).order_by(User.id).limit(50))]


@app.get("/", include_in_schema=False)
def index(request: Request) -> Response:
    return index_page(request)


@app.get("/readyz", include_in_schema=False)
def ready() -> dict[str, str]:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}


@app.exception_handler(RequestValidationError)
def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    """FastAPI's answer without the rejected value: it may be a password, or not representable in JSON."""
    problems = [{"type": item["type"], "loc": item["loc"], "msg": item["msg"]} for item in error.errors()]
    return JSONResponse({"detail": problems}, 422)


@app.exception_handler(OperationalError)
@app.exception_handler(PoolTimeout)
def database_unavailable(request: Request, error: Exception) -> JSONResponse:
    log.error("database unavailable: %s", type(error).__name__)
    return JSONResponse({"detail": "Please try again in a moment"}, 503, {"Retry-After": "5"})
