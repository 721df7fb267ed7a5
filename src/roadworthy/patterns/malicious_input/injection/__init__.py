"""What a client sends is run as part of a command."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="What a client sends becomes part of a command",
    holds="What a client sends stays a value",
    hurts="Everyone whose data the database, the server's files or its network hold",
    kind=Kind.SECURITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-74",
    references=(
        "https://owasp.org/Top10/A03_2021-Injection/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Injection_Prevention_Cheat_Sheet.html",
    ),
)
