"""Nothing holds back a client that asks too often."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="One client can ask as often as it likes",
    holds="What is worth abusing is limited per client",
    hurts="Customers, whose passwords are guessed, and the company, which pays for mails, models and payments",
    kind=Kind.SECURITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-770",
    references=(
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
    ),
    together="One limiter in front of all routes, with tighter limits on those that cost most",
    worsens=(
        "concurrency/blocking-work",
        "data-volume/unbounded-list",
        "data-volume/scan-search",
        "data-volume/in-memory-query",
        "malicious-input/unrestricted-upload",
    ),
)
