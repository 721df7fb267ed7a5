"""A user sees or changes what is not theirs."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A user sees or changes what is not theirs",
    holds="Every row is reached only by those it belongs to",
    hurts="Customers, whose data strangers read and change, and the company that must report it",
    kind=Kind.SECURITY,
    severity=Severity.CRITICAL,
    effort=Effort.S,
    cwe="CWE-639",
    references=(
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        "https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/",
    ),
    together="One place that decides who may touch a row: queries that always filter by the owner, or one guard for each kind of row, instead of a condition in each handler",
)
