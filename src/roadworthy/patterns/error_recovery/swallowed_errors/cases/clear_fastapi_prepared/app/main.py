import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.caching import STATIC_DIR, NoStoreByDefault, VersionedFiles, index_page
from app.database import Base, engine
from app.routers import account, auth, notes, orders, products

log = logging.getLogger(__name__)


def prepare() -> None:
    try:
        Base.metadata.create_all(engine)
    except Exception:
        log.exception("could not make the tables")
        raise


prepare()
app = FastAPI(title="Base")
app.add_middleware(GZipMiddleware, minimum_size=500)
app.add_middleware(NoStoreByDefault)
app.include_router(auth.router)
app.include_router(account.router)
app.include_router(notes.router)
app.include_router(products.router)
app.include_router(orders.router)
app.mount("/static", VersionedFiles(directory=STATIC_DIR), name="static")


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
