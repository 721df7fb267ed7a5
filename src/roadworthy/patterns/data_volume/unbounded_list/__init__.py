"""A list without a limit."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A list has no limit, so it grows with every row that anyone adds",
    holds="Every list comes a page at a time",
    hurts="Everyone who opens the list, later and later, until the server or the browser runs out of memory",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-770",
    references=(
        "https://cwe.mitre.org/data/definitions/770.html",
        "https://use-the-index-luke.com/no-offset",
    ),
    together="One function that reads limit and cursor and caps them, used by every list",
    worsens=(
        "concurrency/blocking-work",
        "data-volume/missing-index",
    ),
)
