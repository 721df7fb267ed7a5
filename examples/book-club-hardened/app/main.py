import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.config import get_settings
from app.middleware import RequestContext
from app.observability import set_up
from app.routers import admin, auth, books, clubs, discover, events, health, notes, points, profile, reviews, users
from app.static_files import STATIC_DIR, VersionedFiles, index_page

set_up(get_settings())
log = structlog.get_logger()

app = FastAPI(title="Book Club")
app.add_middleware(GZipMiddleware, minimum_size=500)
app.add_middleware(RequestContext)

for module in (health, auth, users, profile, discover, books, clubs, notes, reviews, points, admin, events):
    app.include_router(module.router)

app.mount("/static", VersionedFiles(directory=STATIC_DIR), name="static")


@app.get("/", include_in_schema=False)
def index(request: Request) -> Response:
    return index_page(request)


@app.exception_handler(RequestValidationError)
def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    """FastAPI's answer without the rejected value: it may be a password, or not representable in JSON."""
    problems = [{"type": item["type"], "loc": item["loc"], "msg": item["msg"]} for item in error.errors()]
    return JSONResponse({"detail": problems}, 422)


@app.exception_handler(OperationalError)
@app.exception_handler(PoolTimeout)
def database_unavailable(request: Request, error: Exception) -> JSONResponse:
    log.error("database_unavailable", error=type(error).__name__)
    return JSONResponse({"detail": "Please try again in a moment"}, 503, {"Retry-After": "5"})
