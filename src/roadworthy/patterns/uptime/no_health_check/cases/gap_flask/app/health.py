from flask import Blueprint

health = Blueprint("health", __name__)


@health.get("/healthz")
def well():
    return {"status": "ok"}
