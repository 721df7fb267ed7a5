"""A database connection per request."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Each request opens a database connection of its own",
    holds="One pool of connections serves all requests",
    hurts="Everyone, as soon as more people come at once than the database admits connections",
    kind=Kind.PERFORMANCE,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-1072",
    references=(
        "https://cwe.mitre.org/data/definitions/1072.html",
        "https://www.postgresql.org/docs/current/runtime-config-connection.html",
        "https://www.prisma.io/docs/orm/more/help-and-troubleshooting/nextjs-help",
    ),
)
