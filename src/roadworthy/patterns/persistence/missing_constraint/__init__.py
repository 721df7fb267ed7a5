"""The database accepts what must not be."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="The database accepts what must not be",
    holds="The database refuses what must not be",
    hurts="Whoever relies on the data: a rule that only some code follows is broken by the rest",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-20",
    references=(
        "https://www.postgresql.org/docs/current/ddl-constraints.html",
        "https://wiki.postgresql.org/wiki/Don%27t_Do_This",
    ),
    together="One migration that mends the rows there are and adds all of these constraints",
)
