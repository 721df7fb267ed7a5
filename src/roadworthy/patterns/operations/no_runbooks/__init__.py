"""Nobody knows what to do at three in the morning."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nobody knows what to do when it fails at night",
    holds="For each fault the app can have, a document says what to do",
    hurts="Whoever is called at night, and every user who waits while they search",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=("https://sre.google/workbook/on-call/",),
    whole_app=True,
)
