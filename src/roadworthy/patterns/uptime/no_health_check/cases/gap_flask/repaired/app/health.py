from flask import Blueprint
from sqlalchemy import text

from app.extensions import db, limiter

health = Blueprint("health", __name__)


@health.get("/healthz")
@limiter.exempt
def well():
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
