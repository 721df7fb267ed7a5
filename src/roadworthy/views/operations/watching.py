"""What watches an app while it runs: what it measures, what asks it, what wakes somebody."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.imported import source_of

METRICS, TRACING, ERRORS = "metrics", "tracing", "errors"
_LIBRARIES = {
    "prom-client": METRICS, "express-prom-bundle": METRICS, "prometheus_client": METRICS, "prometheus_fastapi_instrumentator": METRICS,
    "starlette_exporter": METRICS, "starlette_prometheus": METRICS, "prometheus_flask_exporter": METRICS, "statsd": METRICS, "hot-shots": METRICS,
    "django_prometheus": METRICS, "fastify-metrics": METRICS, "@willsoto/nestjs-prometheus": METRICS, "appmetrics": METRICS, "datadog": METRICS,
    "@opentelemetry/sdk-node": TRACING, "@opentelemetry/sdk-metrics": METRICS, "@opentelemetry/auto-instrumentations-node": TRACING,
    "@vercel/otel": TRACING, "opentelemetry": TRACING, "dd-trace": TRACING, "ddtrace": TRACING, "newrelic": TRACING, "elastic-apm-node": TRACING,
    "applicationinsights": TRACING, "@google-cloud/trace-agent": TRACING, "logfire": TRACING, "@highlight-run/node": TRACING,
    "@sentry/node": ERRORS, "@sentry/nextjs": ERRORS, "@sentry/react": ERRORS, "@sentry/remix": ERRORS, "@sentry/browser": ERRORS,
    "sentry_sdk": ERRORS, "rollbar": ERRORS, "@bugsnag/js": ERRORS, "bugsnag": ERRORS, "@honeybadger-io/js": ERRORS, "@rollbar/react": ERRORS,
}  # fmt: skip
_ALERTS = regex(
    r"^\s*-\s+alert:\s*\S|resource\s+\"(aws_cloudwatch_metric_alarm|google_monitoring_alert_policy|azurerm_monitor_metric_alert|datadog_monitor|grafana_rule_group)\"|AWS::CloudWatch::Alarm|kind:\s*PrometheusRule",
    re.M,
)
_ALARM_METRIC = regex(r"metric_name\s*=\s*\"(\w+)\"")
_OF_THE_MACHINE = {
    "CPUUtilization",
    "MemoryUtilization",
    "DiskSpaceUtilization",
    "StatusCheckFailed",
    "FreeStorageSpace",
}
_UPTIME = regex(
    r"(^|/)(\.upptimerc\.yml|checkly\.config\.\w+|uptime[-_]?(robot|kuma)?[\w.-]*\.(ya?ml|json|tf)|blackbox\.ya?ml|\.?gatus[\w.-]*\.ya?ml)$"
)
_MOUNTED = {"django_prometheus": regex(r"django_prometheus\.urls|ExportToDjangoView")}
_BESIDE = regex(r"(^|/)(tests?|__tests__|e2e|examples?|scripts?)/|\.(test|spec)\.")
_CONFIGS = (".yml", ".yaml", ".tf", ".json", ".rules")
_LARGEST = 200_000


class Instrument(Struct, frozen=True):
    """A library that watches the app, where its code uses it. `kind` is metrics, tracing or errors."""

    library: str
    kind: str
    location: Location


def instruments(app: App) -> tuple[Instrument, ...]:
    """The libraries that measure or report, as far as code of the app imports them."""
    return app.view(_instruments)


def _instruments(app: App) -> tuple[Instrument, ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        if _BESIDE.search(path):
            continue
        for node in form.walk(module.body, form.Import, form.Call):
            library = _known(source_of(node))
            if library and _is_mounted(app, library):
                place = Location(path, node.span.line, node.span.end_line)
                found.append(Instrument(library, _LIBRARIES[library], place))
    return tuple({one.library: one for one in reversed(found)}.values())


def _known(source: str) -> str:
    if source in _LIBRARIES:
        return source
    head = source.split(".")[0]
    return (
        head
        if head in _LIBRARIES
        else "/".join(source.split("/")[:2])
        if "/".join(source.split("/")[:2]) in _LIBRARIES
        else ""
    )


def _is_mounted(app: App, library: str) -> bool:
    mounted = _MOUNTED.get(library)
    return mounted is None or any(
        mounted.search(app.text(path)) for path in app.modules if path.endswith("urls.py")
    )


def alerts(app: App) -> tuple[Location, ...]:
    """The rules that wake somebody about the app itself: an alarm on the machine's processor says nothing of it."""
    found = []
    for file in app.repository.files:
        if file.size > _LARGEST or not file.path.endswith(_CONFIGS) or file.path.startswith(".github/"):
            continue
        text = app.text(file.path)
        match = _ALERTS.search(text)
        measured = set(_ALARM_METRIC.findall(text))
        if match and not (file.path.endswith(".tf") and measured and measured <= _OF_THE_MACHINE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(Location(file.path, line, line))
    return tuple(found)


def machine_alarms(app: App) -> tuple[Location, ...]:
    """Rules that watch the machine only."""
    watched = {place.path for place in alerts(app)}
    return tuple(
        Location(file.path, 1, 1)
        for file in app.repository.files
        if file.path.endswith(".tf")
        and file.size <= _LARGEST
        and file.path not in watched
        and _ALERTS.search(app.text(file.path))
    )


def uptime_checks(app: App) -> tuple[str, ...]:
    """Files that have something outside ask the app whether it is there."""
    return tuple(file.path for file in app.repository.files if _UPTIME.search(file.path))
