"""Files and bodies of any size and kind are taken in."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Files of any size and kind are taken in",
    holds="What is uploaded is bounded in size, number and kind",
    hurts="Everyone, when one request fills the memory or the disk, and visitors, who open what strangers uploaded",
    kind=Kind.SECURITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-434",
    references=(
        "https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html",
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
    ),
)
