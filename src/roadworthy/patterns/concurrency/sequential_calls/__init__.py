"""Calls that wait for each other without need, and one call per element of a list."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Calls wait for each other without need, so that their times add up",
    holds="Independent calls run at once, and related rows are read together",
    hurts="Everyone who waits for the page, longer with every row that is added",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-1073",
    references=(
        "https://cwe.mitre.org/data/definitions/1073.html",
        "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html",
        "https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Promise/all",
    ),
    together="Where one helper loads what these places need, let it ask for all of it at once; the places then call the helper",
)
