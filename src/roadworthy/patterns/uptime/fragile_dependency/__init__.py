"""A slow or dead service holds up everything that asks for it."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A service that hangs takes the app down with it",
    holds="A service that hangs costs a bounded time and one feature",
    hurts="Everyone who waits: pages spin, orders seem lost, and in the end no request gets through",
    kind=Kind.RELIABILITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    waits=True,
    references=("https://developer.mozilla.org/en-US/docs/Web/API/AbortSignal/timeout_static",),
    together="One client for each outside service, with a timeout and an answer of its own for when the service has none; all of these places call the client",
)
