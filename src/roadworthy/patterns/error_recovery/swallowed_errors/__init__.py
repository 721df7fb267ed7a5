"""A failure is eaten, shown as success or as nothing there, or its raw text goes out."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A failure is hidden, looks like success, or shows its insides",
    holds="A failure is told to the person it concerns, in words of the app, and is on record",
    hurts="People who believe what is not so, and strangers who read how the database is built",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    waits=True,
    cwe="CWE-390",
    references=(
        "https://cwe.mitre.org/data/definitions/390.html",
        "https://cwe.mitre.org/data/definitions/209.html",
        "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
    ),
    together="One error handler behind all routes, and one function that tells people and the log; handlers then let errors through",
    worsens=(
        "uptime/fragile-dependency",
        "uptime/no-retry",
    ),
)
