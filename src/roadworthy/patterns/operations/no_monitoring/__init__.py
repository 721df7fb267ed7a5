"""The users notice first."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="When it fails or slows down, its users notice first",
    holds="It is measured, and a rule wakes somebody when it fails",
    hurts="Users who meet the failure for hours before anybody who could mend it hears of it",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-778",
    references=("https://sre.google/sre-book/monitoring-distributed-systems/",),
    whole_app=True,
    worsens=(
        "uptime/no-health-check",
        "uptime/crash-without-recovery",
    ),
)
