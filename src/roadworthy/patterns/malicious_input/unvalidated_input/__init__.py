"""Requests are used as they come."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Values that make no sense are stored as they come",
    holds="Every request is checked before it is used",
    hurts="The company, whose prices, stock and rights anyone can set, and customers, who meet broken records",
    kind=Kind.SECURITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-20",
    references=(
        "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html",
    ),
    together="One schema for each request body, and one middleware in front of all routes that refuses what does not fit it",
)
