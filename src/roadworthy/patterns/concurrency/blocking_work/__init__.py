"""Synchronous or unbounded work on the request path."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="One request holds up everybody else's",
    holds="What takes long runs beside the requests, and memory does not grow with them",
    hurts="Everyone whose request comes while another one's work is done",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-1322",
    references=(
        "https://cwe.mitre.org/data/definitions/1322.html",
        "https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop",
        "https://fastapi.tiangolo.com/async/",
    ),
)
