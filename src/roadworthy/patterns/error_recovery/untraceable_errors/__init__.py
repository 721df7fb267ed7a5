"""Nobody can find the error that a person reports."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="An error that a person reports cannot be found",
    holds="Every error is on record under an id that the person saw",
    hurts="People whose report leads nowhere, and those who should repair it",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-778",
    references=(
        "https://cwe.mitre.org/data/definitions/778.html",
        "https://opentelemetry.io/docs/concepts/context-propagation/",
    ),
    whole_app=True,
    together="One logger with the request's id, set up once, in place of console.log and print",
    worsens=("error-recovery/swallowed-errors",),
)
