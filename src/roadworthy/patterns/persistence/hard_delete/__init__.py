"""One click, and people's data is gone for good."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="One click deletes people's data for good",
    holds="What people delete can be brought back for a while",
    hurts="Whoever clicked on the wrong row, and everybody whose data hung on it",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=("https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",),
    together="One `deleted_at` column for each of these tables and one query function that leaves such rows out",
)
