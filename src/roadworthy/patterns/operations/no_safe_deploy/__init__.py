"""A push can break production, with no way back."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A push can break production, with no way back",
    holds="A change is checked before it ships, and a release can be undone",
    hurts="Every user, from the push until somebody has found out how to undo it",
    kind=Kind.OPERATIONS,
    severity=Severity.HIGH,
    effort=Effort.M,
    references=("https://sre.google/sre-book/release-engineering/",),
    whole_app=True,
    takes_apart=True,
)
