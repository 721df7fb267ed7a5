"""A live connection that breaks stays broken."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A live connection that breaks stays broken, and nobody is told",
    holds="A live connection that breaks comes back by itself",
    hurts="People who look at a page that stopped without a word",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    waits=True,
    references=(
        "https://developer.mozilla.org/en-US/docs/Web/API/WebSocket/close_event",
        "https://developer.mozilla.org/en-US/docs/Web/API/Server-sent_events/Using_server-sent_events",
    ),
)
