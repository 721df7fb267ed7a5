"""What ties a person's report to a request: an error reporter, request ids, structured logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.imported import source_of
from roadworthy.views.code.spots import spots

_REPORTERS = regex(
    r"^(@sentry/|sentry_sdk|raven|@bugsnag/|bugsnag|rollbar|dd-trace|ddtrace|newrelic|@opentelemetry/|opentelemetry|@appsignal/|appsignal|"
    r"@honeybadger-io/|honeybadger|@highlight-run/|logrocket|elastic-apm-node|elasticapm|applicationinsights|@vercel/otel|@axiomhq/|posthog-node|raygun)"
)
_LOGGERS = regex(
    r"^(pino|pino-http|winston|bunyan|structlog|loguru|pythonjsonlogger|python_json_logger|json_log_formatter|logfire|@logtape/|express-winston|consola|tslog)"
)
_ID = regex(
    r"x-request-id|request-?_?id|correlation-?_?id|requestId|correlationId|traceId|trace_id|reqId", re.I
)
_ID_PACKAGES = regex(
    r"^(express-request-id|cls-rtracer|asgi_correlation_id|asgi-correlation-id|django_guid|flask_request_id|log_request_id|hono/request-id|fastify)"
)
_CATCHES = regex(r"^(console\.error|print|logger\.error|logging\.error|app\.logger\.error)$")


class Tracing(Struct, frozen=True):
    """`reporter`, `logger` and `ids` say where each is set up (None where it is not); `missing` is a reporter that is imported but not
    among the app's packages. `bare` are places that only print an error."""

    reporter: Location | None
    logger: Location | None
    ids: Location | None
    missing: str
    bare: tuple[Location, ...]


def tracing(app: App) -> Tracing:
    """How an error can be traced. A view."""
    reporter = logger = ids = None
    missing = ""
    for path, node, source in _imports(app):
        if _REPORTERS.match(source):
            if _is_declared(app, source):
                reporter = reporter or at(path, node)
            else:
                missing = source
        elif _LOGGERS.match(source):
            logger = logger or at(path, node)
        elif _ID_PACKAGES.match(source):
            ids = ids or at(path, node)
    return Tracing(reporter, logger, ids or _own_ids(app), missing, tuple(_bare(app))[:6])


def _imports(app: App) -> Iterator[tuple[str, form.Node, str]]:
    for spot in spots(app, form.Import):
        assert isinstance(spot.node, form.Import)
        yield spot.path, spot.node, spot.node.source
    for spot in spots(app, form.Call):
        if source := source_of(spot.node):
            yield spot.path, spot.node, source
    # A reporter is often set up in a configuration that is no code of the app itself.
    for path, module in app.modules.items():
        if re.search(
            r"(sentry|instrumentation|bugsnag|next)[\w.-]*\.(config|\w+)\.?\w*$", path.rsplit("/", 1)[-1]
        ):
            for node in module.body:
                if isinstance(node, form.Import):
                    yield path, node, node.source


def _is_declared(app: App, source: str) -> bool:
    """Whether the package is installed with the app. Where no list of packages was read, it is believed."""
    names = {name.lower().replace("_", "-") for name, _ in app.deployment.packages}
    top = "/".join(source.split("/")[:2]) if source.startswith("@") else re.split(r"[./]", source)[0]
    return not names or any(
        name == top.replace("_", "-") or name.startswith(f"{top.replace('_', '-')}-") for name in names
    )


def _own_ids(app: App) -> Location | None:
    """A request id of the app's own: a header or a field of that name that is set on the server."""
    for kind in (form.Assignment, form.Define, form.Call):
        for spot in spots(app, kind):
            if _sets_id(spot.node):
                return at(spot.path, spot.node)
    return None


def _sets_id(node: form.Node) -> bool:
    if isinstance(node, form.Call):
        sets = dotted(node.callee).endswith(("setHeader", ".set", ".header"))
        return sets and bool(node.arguments) and _is_id_header(node.arguments[0])
    target = node.target if isinstance(node, (form.Assignment, form.Define)) else None
    if isinstance(target, form.Member):
        return _ID.fullmatch(target.name) is not None
    return isinstance(target, form.Index) and _is_id_header(target.key)


def _is_id_header(name: form.Expr) -> bool:
    text = name.value if isinstance(name, form.Literal) else None
    return isinstance(text, str) and re.fullmatch(r"x-(request|correlation)-id", text, re.I) is not None


def _bare(app: App) -> Iterator[Location]:
    for spot in spots(app, form.Evaluate):
        call = spot.node.value if isinstance(spot.node, form.Evaluate) else None
        if not isinstance(call, form.Call) or not _CATCHES.match(dotted(call.callee)):
            continue
        if any(isinstance(one.node, form.Handler) for one in spot.around()):
            yield at(spot.path, spot.node)
