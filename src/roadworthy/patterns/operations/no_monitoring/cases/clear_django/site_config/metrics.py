from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

from django.http import Http404, HttpResponse

REQUESTS = Counter("http_requests_total", "Requests by status", ["status"])


def count(get_response):
    """Middleware: counts every answer."""

    def counted(request):
        response = get_response(request)
        REQUESTS.labels(response.status_code).inc()
        return response

    return counted


def show(request):
    """For what collects them on the machine itself; a proxy's visitors get nothing."""
    if "X-Forwarded-For" in request.headers:
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
