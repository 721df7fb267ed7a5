"""Nobody has ever brought the data back."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nobody knows whether lost data comes back",
    holds="There is a way back for lost data, and it is exercised",
    hurts="Everybody whose data is lost: a backup that was never restored is a hope",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=("https://sre.google/sre-book/data-integrity/",),
    whole_app=True,
    takes_apart=True,
)
