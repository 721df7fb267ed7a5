"""The schema changes without a way back."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A change of the database cannot be taken back",
    holds="The schema changes by migrations that can be taken back",
    hurts="Everybody, after a change that went wrong: the old release no longer fits the database, and dropped data is gone",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=("https://martinfowler.com/articles/evodb.html",),
    whole_app=True,
)
