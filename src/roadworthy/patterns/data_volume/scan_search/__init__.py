"""Search by reading everything."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A search reads every row, for every letter that somebody types",
    holds="A search is answered by an index made for it",
    hurts="Everyone who searches, and everyone whose requests wait behind the searches",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=(
        "https://www.postgresql.org/docs/current/pgtrgm.html",
        "https://www.postgresql.org/docs/current/textsearch.html",
    ),
    together="One search column or index for each table (pg_trgm or full text), and one function that asks it",
)
