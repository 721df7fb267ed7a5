import logging
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from app.routers import admin, auth, books, clubs, discover, events, notes, points, profile, reviews, users

STATIC_DIR = Path(__file__).parent / "static"
logging.basicConfig(level=logging.INFO)

app = FastAPI(title="Book Club")

app.include_router(auth.router)
app.include_router(users.router)
app.include_router(profile.router)
app.include_router(discover.router)
app.include_router(books.router)
app.include_router(clubs.router)
app.include_router(notes.router)
app.include_router(reviews.router)
app.include_router(points.router)
app.include_router(admin.router)
app.include_router(events.router)

app.mount("/static", StaticFiles(directory=STATIC_DIR), name="static")


@app.get("/", response_class=HTMLResponse, include_in_schema=False)
def index():
    return (STATIC_DIR / "index.html").read_text()
