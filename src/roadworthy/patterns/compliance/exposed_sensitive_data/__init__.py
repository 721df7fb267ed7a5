"""Passwords, keys and personal data lie or go where others read them."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Secrets and personal data are where others can read them",
    holds="Secrets and personal data stay where they belong",
    hurts="Users, whose data and accounts others get at, and the company, which must report it",
    kind=Kind.SECURITY,
    severity=Severity.HIGH,
    effort=Effort.M,
    cwe="CWE-200",
    references=(
        "https://owasp.org/Top10/A02_2021-Cryptographic_Failures/",
        "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
    ),
)
