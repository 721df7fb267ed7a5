"""A fault that passes becomes a user's error."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A fault that passes in a second becomes a user's error",
    holds="What may be repeated is tried again before a user hears of it",
    hurts="Whoever asked at that second: they get an error, old data or no mail, and ask support",
    kind=Kind.RELIABILITY,
    severity=Severity.LOW,
    effort=Effort.S,
    # Its experiments with the database start the app anew.
    takes_apart=True,
    references=("https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",),
    together="One client for each outside service that tries again with a growing pause; all of these places call the client",
)
