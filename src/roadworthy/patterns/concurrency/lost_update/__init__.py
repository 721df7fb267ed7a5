"""Two requests at once undo each other's change."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Two requests at once undo each other's change",
    holds="Changes made at the same moment all count",
    hurts="Customers who are promised what is gone, and whoever has to find out where the numbers come from",
    kind=Kind.RELIABILITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-362",
    references=(
        "https://www.postgresql.org/docs/current/transaction-iso.html",
        "https://cwe.mitre.org/data/definitions/367.html",
    ),
    together="Change numbers where they are kept (`set stock = stock - 1 where stock >= 1`), in one function per table that all these places call",
)
