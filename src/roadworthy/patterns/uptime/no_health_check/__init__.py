"""Nothing can tell that the app is sick."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nothing can tell that the app is sick",
    holds="An endpoint tells whether the app and its database are well",
    hurts="Everybody: a dead database looks healthy, nobody is called and nothing is restarted",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=("https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",),
    whole_app=True,
)
