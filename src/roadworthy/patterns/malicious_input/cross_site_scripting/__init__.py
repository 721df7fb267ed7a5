"""What somebody wrote runs as a script in another person's page."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="What one person writes runs in another person's page",
    holds="What people write is shown as text",
    hurts="Everyone who opens the page: the script acts with their session",
    kind=Kind.SECURITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-79",
    references=(
        "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
        "https://owasp.org/Top10/A03_2021-Injection/",
    ),
    worsens=("compliance/exposed-sensitive-data",),
)
