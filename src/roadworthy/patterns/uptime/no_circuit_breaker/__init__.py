"""A dead service is asked again and again, and takes the app along."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A dead service is asked again and again",
    holds="A dead service is left alone for a while, and the rest stays fast",
    hurts="Everybody: each request waits for what is known to be dead, and the dead service is kept from coming back",
    kind=Kind.RELIABILITY,
    severity=Severity.LOW,
    effort=Effort.M,
    waits=True,
    references=("https://martinfowler.com/bliki/CircuitBreaker.html",),
    whole_app=True,
    together="One client for each outside service that stops asking for a while after a run of failures",
)
