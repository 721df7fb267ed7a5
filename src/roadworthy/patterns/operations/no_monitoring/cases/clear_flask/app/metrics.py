from flask import Blueprint, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

metrics = Blueprint("metrics", __name__)
REQUESTS = Counter("http_requests_total", "Requests by status", ["status"])


@metrics.after_app_request
def count(response):
    REQUESTS.labels(response.status_code).inc()
    return response


@metrics.get("/metrics")
def show():
    """For what collects them on the machine itself; a proxy's visitors get nothing."""
    if request.headers.get("X-Forwarded-For"):
        abort(404)
    return generate_latest(), {"Content-Type": CONTENT_TYPE_LATEST}
