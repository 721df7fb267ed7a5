"""Nobody can tell who did what."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nobody can tell who did what",
    holds="What matters is written down: who did it, to what, and when",
    hurts="Customers and staff after a theft, a dispute or a mistake: there is nothing to look it up in",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-778",
    references=("https://owasp.org/Top10/A09_2021-Security_Logging_and_Monitoring_Failures/",),
    whole_app=True,
    together="One table of actions and one function that writes to it, called where these actions end",
)
