"""Nothing saves the data."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nothing saves the data",
    holds="The data is saved on a schedule or by its provider",
    hurts="Everybody whose data is in it: a broken disk, a wrong command or a closed account takes all of it",
    kind=Kind.RELIABILITY,
    severity=Severity.HIGH,
    effort=Effort.M,
    references=("https://www.postgresql.org/docs/current/backup.html",),
    whole_app=True,
    takes_apart=True,
    worsens=(
        "persistence/irreversible-migration",
        "persistence/hard-delete",
        "persistence/untested-recovery",
    ),
)
