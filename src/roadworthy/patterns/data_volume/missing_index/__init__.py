"""A filter, sort, join or foreign key column without an index."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="The database reads a whole table to find a few rows",
    holds="Every row the app looks for is found through a key or an index",
    hurts="Every user, whose pages get slower with each row that anyone adds, until the database is the bottleneck",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://www.postgresql.org/docs/current/indexes-intro.html",
        "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    ),
    together="One migration with all of these indexes",
)
